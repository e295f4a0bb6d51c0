using System.CommandLine;
using Operon.Cli.Etcd;
using Operon.Cli.Output;
using Operon.Kubernetes;
using Spectre.Console;

namespace Operon.Cli.Commands;

/// <summary><c>operon etcd status</c>.</summary>
internal static class EtcdStatusCommand
{
    /// <summary>Exit code when a cluster is not ready.</summary>
    public const int NotReady = 4;

    public static Command Create()
    {
        var options = new EtcdOptions();
        var output = new OutputOption();
        var name = new Argument<string?>("NAME") { Description = "Name of the EtcdCluster. Default: a list of all.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all-namespaces", "-A") { Description = "List the clusters of all namespaces." };
        var watch = new Option<bool>("--watch", "-w") { Description = "Go on, and show each change. With NAME." };
        var command = new Command("status", $"Show clusters as the operator sees them: members, conditions, Events. Exit code {NotReady} when the cluster NAME is not ready.") { name, all, watch };
        options.AddTo(command, canWait: false);
        output.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(name) is null == result.GetValue(watch) && result.GetValue(watch))
            {
                result.AddError("--watch needs the NAME of a cluster.");
            }

            if (result.GetValue(name) is not null && result.GetValue(all))
            {
                result.AddError("--all-namespaces lists clusters; it does not go with NAME.");
            }
        });
        command.SetAction((parsed, cancellationToken) => Terminal.RunAsync(parsed.InvocationConfiguration.Error, async () =>
        {
            await using var session = options.Connect(parsed, parsed.GetValue(all));
            var (writer, format) = (parsed.InvocationConfiguration.Output, output.Of(parsed));
            if (parsed.GetValue(name) is not { } wanted)
            {
                return await ListAsync(session, writer, format, cancellationToken);
            }

            var page = new StatusPage(session, writer, format);
            return parsed.GetValue(watch)
                ? await page.WatchAsync(wanted, writer == Console.Out && !Console.IsOutputRedirected ? AnsiConsole.Console : null, cancellationToken)
                : await page.ShowAsync(wanted, cancellationToken) ? 0 : NotReady;
        }));
        return command.WithExamples("operon etcd status", "operon etcd status example-etcd-cluster --watch", "operon etcd status -A -o json");
    }

    private static async Task<int> ListAsync(EtcdSession session, TextWriter writer, OutputFormat format, CancellationToken cancellationToken)
    {
        var clusters = (await session.ListAsync(EtcdKind.Cluster, cancellationToken)).Select(cluster => new ClusterView(cluster)).ToList();
        if (format != OutputFormat.Text)
        {
            StructuredOutput.Write(writer, format, new() { ["clusters"] = new System.Text.Json.Nodes.JsonArray([.. clusters.Select(cluster => cluster.ToJson())]) });
            return 0;
        }

        if (clusters.Count == 0)
        {
            await writer.WriteLineAsync(session.Namespace is null ? "no EtcdCluster in any namespace" : $"no EtcdCluster in namespace {session.Namespace}; --all-namespaces looks everywhere");
            return 0;
        }

        foreach (var line in TextTable.Of(["NAMESPACE", "NAME", "READY", "VERSION", "PHASE", "QUORUM", "NOTE"], clusters.Select(cluster => cluster.ToRow())))
        {
            await writer.WriteLineAsync(line);
        }

        return 0;
    }
}
