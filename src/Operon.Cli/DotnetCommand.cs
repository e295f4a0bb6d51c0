using System.Diagnostics;
using System.Text;
using Operon.Cli.Clusters;

namespace Operon.Cli;

/// <summary>The .NET SDK's command, as a child process.</summary>
internal static class DotnetCommand
{
    /// <summary>Runs it to its end and returns what it wrote; throws <see cref="CommandException"/> with its output when it failed.</summary>
    public static async Task<string> RunAsync(string directory, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Start(directory, arguments);
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        var text = output.ToString();
        return process.ExitCode == 0 ? text : throw new CommandException($"dotnet {arguments[0]} {arguments.Skip(1).FirstOrDefault()} failed:\n{text.TrimEnd()}");
    }

    private static Process Start(string directory, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(DotnetHost.Program) { WorkingDirectory = directory, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        return Process.Start(start) ?? throw new CommandException($"{DotnetHost.Program} could not be started.");
    }

    private static void Append(StringBuilder output, string? line)
    {
        if (line is not null)
        {
            lock (output)
            {
                output.AppendLine(line);
            }
        }
    }
}
