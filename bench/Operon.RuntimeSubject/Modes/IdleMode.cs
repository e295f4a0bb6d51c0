using System.Diagnostics;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.RuntimeSubject.Modes;

/// <summary>B7: what an operator costs that has nothing to do.</summary>
internal static class IdleMode
{
    /// <param name="client">Reaches the API server.</param>
    /// <param name="cache"><c>full</c>: all pods are cached; <c>empty</c>: those of a namespace that has none.</param>
    public static async Task RunAsync(IKubernetesClient client, string cache)
    {
        var manager = new ControllerManager(client, new ControllerManagerOptions { Namespaces = cache == "empty" ? ["kube-node-lease"] : [] });
        manager.Controller("idle", LeanPod.ResourceKind).ReconcileWith((_, _) => Task.FromResult(ReconcileResult.Done));
        await using var running = new Running(manager);
        await manager.WaitForCachesAsync(CancellationToken.None);
        await Task.Delay(TimeSpan.FromSeconds(2));
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var start = Stopwatch.GetTimestamp();
        Output.Mark("ready");
        await Output.WaitAsync();
        process.Refresh();
        Output.Value("cpu_ms_per_s", (process.TotalProcessorTime - cpu).TotalMilliseconds / Stopwatch.GetElapsedTime(start).TotalSeconds);
        Output.Value("resident_mib", process.WorkingSet64 / 1048576.0);
    }
}
