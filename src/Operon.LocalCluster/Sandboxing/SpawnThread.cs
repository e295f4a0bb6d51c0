using System.Collections.Concurrent;
using System.Diagnostics;

namespace Operon.LocalCluster.Sandboxing;

/// <summary>
/// Starts all pod processes on one thread that lives as long as the process: the kernel delivers PR_SET_PDEATHSIG
/// (bubblewrap's --die-with-parent) when the starting thread ends, not the starting process.
/// </summary>
internal static class SpawnThread
{
    private static readonly BlockingCollection<Action> Requests = [];
    private static readonly Lazy<Thread> Spawner = new(Create);

    public static Task<Process> StartAsync(ProcessStartInfo start)
    {
        _ = Spawner.Value;
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Requests.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start) ?? throw new InvalidOperationException($"'{start.FileName}' did not start."));
            }
            catch (Exception error) when (error is System.ComponentModel.Win32Exception or InvalidOperationException or IOException)
            {
                started.SetException(error);
            }
        });
        return started.Task;
    }

    private static Thread Create()
    {
        var thread = new Thread(static () =>
        {
            foreach (var request in Requests.GetConsumingEnumerable())
            {
                request();
            }
        })
        {
            IsBackground = true,
            Name = "pod-spawner",
        };
        thread.Start();
        return thread;
    }
}
