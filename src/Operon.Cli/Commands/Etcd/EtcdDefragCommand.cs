using System.CommandLine;
using System.Text.Json.Nodes;
using Operon.Cli.Etcd;
using Operon.Kubernetes;

namespace Operon.Cli.Commands;

/// <summary><c>operon etcd defrag</c>.</summary>
internal static class EtcdDefragCommand
{
    public static Command Create()
    {
        var options = new EtcdOptions();
        var name = EtcdOptions.Name();
        var command = new Command("defrag", "Defragment the members of a cluster, one after the other, the leader last.") { name };
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Terminal.RunAsync(parsed.InvocationConfiguration.Error, async () =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var cluster = parsed.GetRequiredValue(name);
            await using var session = options.Connect(parsed);
            await session.ClusterAsync(cluster, cancellationToken);
            var wish = ClusterWish.Nonce();
            var asked = await ClusterWish.WriteAsync(session, cluster, "defragment", wish, cancellationToken);
            await output.WriteLineAsync($"asked for a defragmentation of {cluster}");
            if (options.Waits(parsed))
            {
                var done = await new ObjectFollower(session, output).FollowAsync(asked, EtcdKind.Cluster, now => Round(now, wish)?["completedAt"] is not null, now => Describe(Round(now, wish)), options.Patience(parsed), cancellationToken);
                if (Members(Round(done, wish)).FirstOrDefault(member => member["error"] is not null) is { } failed)
                {
                    throw new CommandException($"{failed["name"]} was not defragmented: {failed["error"]}");
                }
            }

            return 0;
        }));
        return command.WithExamples("operon etcd defrag example-etcd-cluster");
    }

    // The round that answers this wish; null until the operator has taken it up.
    private static JsonObject? Round(UntypedObject cluster, string wish)
    {
        var view = new ClusterView(cluster);
        return view.Status("maintenance", "request")?.ToString() == wish ? view.Status("maintenance", "defragmentation") as JsonObject : null;
    }

    private static string? Describe(JsonObject? round) => Members(round).LastOrDefault() is { } last
        ? last["error"] is { } error ? $"{last["name"]}: {error}" : $"{last["name"]}: {last["sizeBeforeBytes"]} -> {last["sizeAfterBytes"]} bytes"
        : null;

    private static IEnumerable<JsonObject> Members(JsonObject? round) => (round?["members"] as JsonArray ?? []).OfType<JsonObject>();
}
