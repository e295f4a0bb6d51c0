using System.CommandLine;
using Operon.Cli.Clusters;

namespace Operon.Cli.Commands;

/// <summary><c>operon down</c>.</summary>
internal static class DownCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var delete = new Option<bool>("--delete") { Description = "Also delete the data folder: all objects, volumes and logs." };
        var command = new Command("down", "Stop a local cluster. Its data stay, and `operon up` goes on with them.") { data, delete };
        command.SetAction((parsed, cancellationToken) => Terminal.RunAsync(async () =>
        {
            var directory = new DataDirectory(parsed.GetRequiredValue(data));
            var stopped = await ClusterProcess.StopAsync(directory, cancellationToken);
            Console.WriteLine(stopped ? $"stopped the cluster in {directory.Root}" : $"no cluster is running in {directory.Root}");
            if (parsed.GetValue(delete) && ClusterFolder.Delete(directory))
            {
                Console.WriteLine($"deleted {directory.Root}");
            }

            return 0;
        }));
        return command;
    }
}
