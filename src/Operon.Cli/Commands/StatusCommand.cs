using System.CommandLine;
using Operon.Cli.Clusters;
using Operon.Cli.Output;

namespace Operon.Cli.Commands;

/// <summary><c>operon status</c>.</summary>
internal static class StatusCommand
{
    /// <summary>Exit code when no cluster runs.</summary>
    public const int Stopped = 3;

    public static Command Create()
    {
        var data = CommonOptions.Data();
        var output = new OutputOption();
        var command = new Command("status", $"Show whether a local cluster runs, its nodes and its pods. Exit code {Stopped} when it does not run.") { data };
        output.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Terminal.RunAsync(async () =>
        {
            var status = await ClusterStatus.ReadAsync(new DataDirectory(parsed.GetRequiredValue(data)), cancellationToken);
            var (writer, format) = (parsed.InvocationConfiguration.Output, output.Of(parsed));
            if (format == OutputFormat.Text)
            {
                foreach (var line in status.ToLines())
                {
                    await writer.WriteLineAsync(line);
                }
            }
            else
            {
                StructuredOutput.Write(writer, format, status.ToJson());
            }

            return status.State is null ? Stopped : 0;
        }));
        return command.WithExamples("operon status", "operon status --output json");
    }
}
