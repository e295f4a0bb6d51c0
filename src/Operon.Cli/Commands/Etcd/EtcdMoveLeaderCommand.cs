using System.CommandLine;
using Operon.Cli.Etcd;
using Operon.Kubernetes;

namespace Operon.Cli.Commands;

/// <summary><c>operon etcd move-leader</c>.</summary>
internal static class EtcdMoveLeaderCommand
{
    public static Command Create()
    {
        var options = new EtcdOptions();
        var name = EtcdOptions.Name();
        var member = new Argument<string>("MEMBER") { Description = "Name of the member that shall lead." };
        var command = new Command("move-leader", "Have another member lead a cluster.") { name, member };
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Terminal.RunAsync(parsed.InvocationConfiguration.Error, async () =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var (cluster, target) = (parsed.GetRequiredValue(name), parsed.GetRequiredValue(member));
            await using var session = options.Connect(parsed);
            await session.ClusterAsync(cluster, cancellationToken);

            // The number makes it a new wish, should the same member have been asked for before.
            var wish = $"{target}:{ClusterWish.Nonce()}";
            var asked = await ClusterWish.WriteAsync(session, cluster, "move-leader", wish, cancellationToken);
            await output.WriteLineAsync($"asked for {target} to lead {cluster}");
            if (!options.Waits(parsed))
            {
                return 0;
            }

            var answered = await new ObjectFollower(session, output).FollowAsync(asked, EtcdKind.Cluster, IsAnswered, Leader, options.Patience(parsed), cancellationToken);
            var answer = new ClusterView(answered).Status("leaderTransfer", "message")?.ToString();
            return new ClusterView(answered).Status("leaderTransfer", "outcome")?.ToString() == "Moved" ? 0 : throw new CommandException($"leadership was not moved: {answer}");

            bool IsAnswered(UntypedObject now) => new ClusterView(now).Status("leaderTransfer", "request")?.ToString() == wish;
        }));
        return command.WithExamples("operon etcd move-leader example-etcd-cluster example-etcd-cluster-x7k2p9q4ab");
    }

    private static string? Leader(UntypedObject cluster) =>
        new ClusterView(cluster).Members.FirstOrDefault(member => member["role"]?.ToString() == "Leader") is { } leader ? $"{leader["name"]} leads" : null;
}
