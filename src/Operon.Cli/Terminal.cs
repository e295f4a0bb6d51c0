using Operon.Cli.Clusters;
using Operon.Kubernetes;

namespace Operon.Cli;

/// <summary>Turns failures into one readable line and an exit code.</summary>
internal static class Terminal
{
    /// <summary>Runs a command; expected failures are printed without a stack trace and end with code 1.</summary>
    public static Task<int> RunAsync(Func<Task<int>> command) => RunAsync(Console.Error, command);

    /// <summary>The same with another place for the line.</summary>
    public static async Task<int> RunAsync(TextWriter error, Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
        catch (Exception e) when (e is CommandException or ClusterException or KubeconfigException or KubernetesApiException or HttpRequestException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"operon: {e.Message}");
            return 1;
        }
    }
}
