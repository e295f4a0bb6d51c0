using System.Diagnostics;

namespace Operon.Cli.Clusters;

/// <summary>Starts, finds and stops the process of a local cluster.</summary>
internal static class ClusterProcess
{
    private static readonly TimeSpan _startLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _stopLimit = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Starts <c>operon up</c> in the background and waits until the cluster is ready.
    /// </summary>
    /// <exception cref="ClusterException">The cluster did not become ready; the message holds the end of its log.</exception>
    public static async Task<ClusterState> StartAsync(DataDirectory directory, int nodes, string? kubeconfig, CancellationToken cancellationToken)
    {
        directory.Create();
        if (ClusterState.Read(directory) is { IsRunning: true, IsReady: true } running)
        {
            return running;
        }

        // setsid detaches from the terminal; the shell only redirects, then becomes the cluster.
        var start = new ProcessStartInfo("setsid") { UseShellExecute = false, RedirectStandardInput = true };
        string[] arguments =
        [
            "/bin/sh", "-c", "exec \"$@\" >>\"$OPERON_LOG\" 2>&1 </dev/null", "sh",
            DotnetHost.Program, DotnetHost.Assembly("operon.dll"), "up",
            "--data", directory.Root, "--nodes", nodes.ToString(System.Globalization.CultureInfo.InvariantCulture),
            .. kubeconfig is null ? Array.Empty<string>() : ["--kubeconfig", Path.GetFullPath(kubeconfig)],
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["OPERON_LOG"] = directory.Log;
        File.WriteAllText(directory.Log, "");
        using var process = Process.Start(start) ?? throw new ClusterException("setsid could not be started. Install util-linux.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_startLimit);
        try
        {
            return await WaitUntilReadyAsync(directory, process, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ClusterException($"The cluster in {directory.Root} was not ready after {_startLimit.TotalSeconds:0} s.\n{LogTail(directory)}");
        }
    }

    /// <summary>Asks the cluster to stop and waits until it has; false when none was running.</summary>
    /// <exception cref="ClusterException">It did not stop in time.</exception>
    public static async Task<bool> StopAsync(DataDirectory directory, CancellationToken cancellationToken)
    {
        if (ClusterState.Read(directory) is not { IsRunning: true } state)
        {
            return false;
        }

        using var process = Process.GetProcessById(state.ProcessId);
        Signals.Terminate(state.ProcessId);
        var deadline = Stopwatch.GetTimestamp();
        while (state.IsRunning)
        {
            if (Stopwatch.GetElapsedTime(deadline) > _stopLimit)
            {
                throw new ClusterException($"The cluster in {directory.Root} (process {state.ProcessId}) did not stop within {_stopLimit.TotalSeconds:0} s.\n{LogTail(directory)}");
            }

            await Task.Delay(50, cancellationToken);
        }

        return true;
    }

    private static async Task<ClusterState> WaitUntilReadyAsync(DataDirectory directory, Process process, CancellationToken cancellationToken)
    {
        while (true)
        {
            var state = ClusterState.Read(directory);
            if (state is { IsRunning: true, IsReady: true })
            {
                return state;
            }

            if (process.HasExited)
            {
                throw new ClusterException($"The cluster in {directory.Root} did not start.\n{LogTail(directory)}");
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    private static string LogTail(DataDirectory directory) =>
        File.Exists(directory.Log)
            ? $"The end of {directory.Log}:\n{string.Join('\n', File.ReadLines(directory.Log).TakeLast(15))}"
            : "It left no log.";
}
