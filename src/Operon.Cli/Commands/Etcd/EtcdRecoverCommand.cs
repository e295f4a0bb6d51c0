using System.CommandLine;
using Operon.Cli.Etcd;
using Operon.Kubernetes;

namespace Operon.Cli.Commands;

/// <summary><c>operon etcd recover</c>.</summary>
internal static class EtcdRecoverCommand
{
    public static Command Create()
    {
        var options = new EtcdOptions();
        var name = EtcdOptions.Name();
        var survivor = new Option<string>("--survivor")
        {
            Description = "Member whose data the cluster goes on with; auto takes the one that knows most.",
            HelpName = "MEMBER",
            DefaultValueFactory = _ => "auto",
        };
        var yes = new Option<bool>("--yes") { Description = "Agree that writes which only the lost members had are lost." };
        var command = new Command("recover", "Bring back a cluster whose quorum is lost for good, from one surviving member.") { name, survivor, yes };
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Terminal.RunAsync(parsed.InvocationConfiguration.Error, async () =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var cluster = parsed.GetRequiredValue(name);
            await using var session = options.Connect(parsed);
            var view = new ClusterView(await session.ClusterAsync(cluster, cancellationToken));
            var quorum = view.Condition("QuorumHealthy");
            if (!parsed.GetValue(yes))
            {
                throw new CommandException(
                    $"QuorumHealthy of {view.Namespace}/{view.Name} is {quorum?["status"] ?? "not known"}: {quorum?["message"] ?? "the operator has not looked yet"}. A recovery goes on with what one member has; "
                    + "acknowledged writes that it lacks are lost, and the other members' data are set aside.\n  remedy: bring the members back if their data still exist; else --yes");
            }

            var wish = parsed.GetRequiredValue(survivor);
            var asked = await ClusterWish.WriteAsync(session, cluster, "recover-quorum", wish, cancellationToken);
            await output.WriteLineAsync($"asked for a recovery of {cluster} from {wish}");
            if (!options.Waits(parsed))
            {
                return 0;
            }

            var done = await new ObjectFollower(session, output).FollowAsync(asked, EtcdKind.Cluster, now => IsOver(now, wish), now => Describe(now, wish), options.Patience(parsed), cancellationToken);
            return Phase(done) == "Completed" ? 0 : throw new CommandException($"the cluster was not recovered: {Message(done)}");
        }));
        return command.WithExamples("operon etcd recover example-etcd-cluster --yes", "operon etcd recover example-etcd-cluster --survivor example-etcd-cluster-x7k2p9q4ab --yes");
    }

    private static bool IsOver(UntypedObject cluster, string wish) => IsOfWish(cluster, wish) && Phase(cluster) is "Completed" or "Failed" or "Cancelled" or "Refused";

    private static string? Describe(UntypedObject cluster, string wish) => IsOfWish(cluster, wish) && Phase(cluster) is { } phase ? $"{phase}{(Message(cluster) is { } message ? $": {message}" : "")}" : null;

    private static bool IsOfWish(UntypedObject cluster, string wish) => new ClusterView(cluster).Status("recovery", "request")?.ToString() == wish;

    private static string? Phase(UntypedObject cluster) => new ClusterView(cluster).Status("recovery", "phase")?.ToString();

    private static string? Message(UntypedObject cluster) => new ClusterView(cluster).Status("recovery", "message")?.ToString();
}
