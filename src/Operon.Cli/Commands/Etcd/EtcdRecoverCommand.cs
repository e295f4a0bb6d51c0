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

            // The cluster ID keeps the wish from another cluster of the same name.
            var wish = parsed.GetRequiredValue(survivor) + (view.Status("clusterID") is { } id ? $"@{id}" : "");
            var follower = new ObjectFollower(session, output);
            var before = view;
            if (RequestOf(view) == wish)
            {
                // Words that were answered once count as new only after they were taken away.
                var taken = await ClusterWish.WriteAsync(session, cluster, "recover-quorum", null, cancellationToken);
                before = new ClusterView(await follower.FollowAsync(taken, EtcdKind.Cluster, now => RequestOf(new ClusterView(now)) != wish, _ => null, options.Patience(parsed), cancellationToken));
            }

            var asked = await ClusterWish.WriteAsync(session, cluster, "recover-quorum", wish, cancellationToken);
            await output.WriteLineAsync($"asked for a recovery of {cluster} from {wish}");
            if (!options.Waits(parsed))
            {
                return 0;
            }

            var started = Field(before, "startedAt");
            var done = new ClusterView(await follower.FollowAsync(asked, EtcdKind.Cluster, now => IsOver(new ClusterView(now), wish, started), now => Describe(new ClusterView(now), wish), options.Patience(parsed), cancellationToken));
            return Field(done, "phase") == "Completed" && Field(done, "startedAt") != started ? 0 : throw new CommandException($"the cluster was not recovered: {Field(done, "message")}");
        }));
        return command.WithExamples("operon etcd recover example-etcd-cluster --yes", "operon etcd recover example-etcd-cluster --survivor example-etcd-cluster-x7k2p9q4ab --yes");
    }

    // A wish that was answered without a new beginning was refused.
    private static bool IsOver(ClusterView cluster, string wish, string? started) =>
        RequestOf(cluster) == wish && (Field(cluster, "startedAt") == started || Field(cluster, "phase") is "Completed" or "Failed" or "Cancelled");

    private static string? Describe(ClusterView cluster, string wish) =>
        RequestOf(cluster) == wish && Field(cluster, "phase") is { } phase ? $"{phase}{(Field(cluster, "message") is { } message ? $": {message}" : "")}" : null;

    private static string? RequestOf(ClusterView cluster) => Field(cluster, "request");

    private static string? Field(ClusterView cluster, string name) => cluster.Status("recovery", name)?.ToString();
}
