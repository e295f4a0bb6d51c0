using System.CommandLine;
using System.Text.Json.Nodes;
using Operon.Cli.Etcd;
using Operon.Cli.Output;

namespace Operon.Cli.Commands;

/// <summary><c>operon etcd members</c>.</summary>
internal static class EtcdMembersCommand
{
    public static Command Create()
    {
        var options = new EtcdOptions();
        var output = new OutputOption();
        var name = EtcdOptions.Name();
        var command = new Command("members", "List the members of a cluster as etcd reports them to the operator.") { name };
        options.AddTo(command, canWait: false);
        output.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Terminal.RunAsync(parsed.InvocationConfiguration.Error, async () =>
        {
            await using var session = options.Connect(parsed);
            var view = new ClusterView(await session.ClusterAsync(parsed.GetRequiredValue(name), cancellationToken));
            var (writer, format) = (parsed.InvocationConfiguration.Output, output.Of(parsed));
            if (format != OutputFormat.Text)
            {
                StructuredOutput.Write(writer, format, new() { ["members"] = new JsonArray([.. view.Members.Select(member => member.DeepClone())]) });
                return 0;
            }

            foreach (var line in view.Members.Count == 0 ? ["the cluster has no members yet"] : view.MemberTable())
            {
                await writer.WriteLineAsync(line);
            }

            return 0;
        }));
        return command.WithExamples("operon etcd members example-etcd-cluster", "operon etcd members example-etcd-cluster -o json");
    }
}
