using System.Diagnostics;

namespace Operon.LocalCluster.Sandboxing;

/// <summary>Runs a short-lived program of the host to its end.</summary>
internal static class HostCommand
{
    public static async Task<CommandResult> RunAsync(
        string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken, string? input = null)
    {
        var start = new ProcessStartInfo(HostPrograms.Require(program), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' did not start.");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            if (input is not null)
            {
                await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            }

            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken);
            return new CommandResult(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Runs to the end and throws with the program's own words when it fails.</summary>
    public static async Task<string> RequireAsync(
        string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken, string? input = null)
    {
        var result = await RunAsync(program, arguments, cancellationToken, input);
        return result.Succeeded
            ? result.Output
            : throw new InvalidOperationException($"'{program} {string.Join(' ', arguments)}' failed with exit code {result.ExitCode}: {result.Error.Trim()}");
    }
}
