using System.Diagnostics;
using Operon.Cli.Clusters;

namespace Operon.Cli.Running;

/// <summary>A built operator as a child process of this one.</summary>
internal static class OperatorProcess
{
    private const string Setsid = "/usr/bin/setsid";

    /// <summary>Runs it until it ends or this is cancelled, which asks it to stop; its exit code.</summary>
    public static async Task<int> RunAsync(string assembly, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        // In a session of its own: Ctrl-C reaches this process alone, which asks the child once. Two signals would end it at once.
        var isAlone = File.Exists(Setsid);
        var start = new ProcessStartInfo(isAlone ? Setsid : DotnetHost.Program) { UseShellExecute = false, WorkingDirectory = Path.GetDirectoryName(assembly) };
        if (isAlone)
        {
            start.ArgumentList.Add(DotnetHost.Program);
        }

        start.ArgumentList.Add(assembly);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new CommandException($"{assembly} could not be started.");
        await using var asking = cancellationToken.Register(() =>
        {
            if (isAlone && !process.HasExited)
            {
                Signals.Terminate(process.Id);
            }
        });
        await process.WaitForExitAsync(CancellationToken.None);
        return cancellationToken.IsCancellationRequested ? 0 : process.ExitCode;
    }
}
