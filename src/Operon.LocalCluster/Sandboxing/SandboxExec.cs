using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Operon.LocalCluster.Sandboxing;

/// <summary>Runs one more program in the namespaces of a running container.</summary>
internal static class SandboxExec
{
    private const int LargestOutput = 10 * 1024;

    /// <summary>The start information of a program inside the container; null when the container has ended.</summary>
    public static async Task<ProcessStartInfo?> PrepareAsync(SandboxProcess container, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        if (await container.ApplicationIdAsync(TimeSpan.FromSeconds(5), cancellationToken) is not { } id)
        {
            return null;
        }

        var target = id.ToString(CultureInfo.InvariantCulture);
        // The credentials stay: the namespace of a user of its own maps just the uid that this process has.
        string[] user = container.Spec.User is null ? [] : ["-U", "--preserve-credentials"];
        var start = new ProcessStartInfo(
            HostPrograms.Require("nsenter"),
            ["-t", target, .. user, "-m", "-p", "-n", "-u", "-i", "-r", $"-w/proc/{target}/root{container.Spec.WorkingDirectory}", "--", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in container.Spec.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Runs to the end; throws <see cref="TimeoutException"/> and kills the program when it takes longer than <paramref name="timeout"/>.</summary>
    public static async Task<CommandResult> RunAsync(
        SandboxProcess container, IReadOnlyList<string> command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (await PrepareAsync(container, command, cancellationToken) is not { } start)
        {
            return new CommandResult(128, "", "the container is not running");
        }

        using var process = await SpawnThread.StartAsync(start);
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            var output = ReadAsync(process.StandardOutput.BaseStream, limit.Token);
            var error = ReadAsync(process.StandardError.BaseStream, limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new CommandResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"command \"{string.Join(' ', command)}\" timed out");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task<string> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var kept = new MemoryStream();
        var buffer = new byte[4096];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            kept.Write(buffer, 0, (int)Math.Min(read, Math.Max(0, LargestOutput - kept.Length)));
        }

        return Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
    }
}
