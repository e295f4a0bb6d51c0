using System.Diagnostics;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.RuntimeSubject.Modes;

/// <summary>B4: reconciles that read the object from the cache and find nothing to do.</summary>
internal static class NoopMode
{
    private const int Rounds = 60;

    public static async Task RunAsync(IKubernetesClient client, int workers)
    {
        var processed = 0;
        var target = int.MaxValue;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var manager = new ControllerManager(client);
        var pods = manager.Cache(LeanPod.ResourceKind);
        var controller = manager.Controller("noop", LeanPod.ResourceKind).WithConcurrency(workers).ReconcileWith((context, _) =>
        {
            if (pods.Find(context.Key) is not null && Interlocked.Increment(ref processed) == Volatile.Read(ref target))
            {
                reached.TrySetResult();
            }

            return Task.FromResult(ReconcileResult.Done);
        });
        await using var running = new Running(manager);
        await pods.WaitForSyncAsync(CancellationToken.None);
        var keys = pods.List().Select(ObjectKey.Of).ToArray();
        await SettleAsync(() => Volatile.Read(ref processed));
        var rates = new List<double>();
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var total = 0;
        for (var round = 0; round < Rounds; round++)
        {
            reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref processed, 0);
            Volatile.Write(ref target, keys.Length);
            var start = Stopwatch.GetTimestamp();
            foreach (var key in keys)
            {
                controller.Enqueue(key);
            }

            await reached.Task;
            rates.Add(keys.Length / Stopwatch.GetElapsedTime(start).TotalSeconds);
            total += keys.Length;
        }

        process.Refresh();
        Output.Value("cpu_us_per_reconcile", (process.TotalProcessorTime - cpu).TotalMicroseconds / total);
        rates.Sort();
        Output.Value("reconciles_per_s", rates[rates.Count / 2]);
        Output.Value("reconciles_per_s_best", rates[^1]);
    }

    private static async Task SettleAsync(Func<int> count)
    {
        for (var last = -1; last != count(); await Task.Delay(200))
        {
            last = count();
        }
    }
}
