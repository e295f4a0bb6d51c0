using System.Diagnostics;
using k8s;
using k8s.Models;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.RuntimeSubject.Modes;

/// <summary>B1 and B2: time until a cache has everything, and what an object costs there.</summary>
internal static class SyncMode
{
    public static Task RunAsync(IKubernetesClient client, string representation) => representation switch
    {
        "full" => RunAsync(client, ResourceKinds.Pod),
        "metadata" => RunAsync(client, ResourceKinds.Metadata(ResourceKinds.Pod.Type)),
        _ => RunAsync(client, LeanPod.ResourceKind),
    };

    private static async Task RunAsync<T>(IKubernetesClient client, ResourceKind<T> kind)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        // One list of one object first: what the serializer and the connection keep for themselves is not the objects' cost.
        await client.Resource(kind).ListAsync(null, new ListOptions { Limit = 1 }, CancellationToken.None);
        var before = Heap();
        var started = Stopwatch.GetTimestamp();
        var manager = new ControllerManager(client);
        var cache = manager.Cache(kind);
        await using var running = new Running(manager);
        await cache.WaitForSyncAsync(CancellationToken.None);
        Output.Value("synced_ms", Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        var count = cache.List().Count;
        Output.Value("objects", count);
        Output.Value("peak_mib", Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0);
        Output.Value("bytes_per_object", (Heap() - before) / (double)count);
        GC.KeepAlive(cache);
    }

    private static long Heap()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
