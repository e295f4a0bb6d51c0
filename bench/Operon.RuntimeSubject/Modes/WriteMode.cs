using System.Diagnostics;
using System.Text.Json.Nodes;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.RuntimeSubject.Modes;

/// <summary>B5: each change of the annotation "change" is answered by one write of the status. Counts what that costs.</summary>
internal static class WriteMode
{
    public static async Task RunAsync(IKubernetesClient client)
    {
        var reconciles = 0;
        var writes = 0;
        var first = 0L;
        var last = 0L;
        var manager = new ControllerManager(client);
        var pods = manager.Cache(LeanPod.ResourceKind);
        manager.Controller("write", LeanPod.ResourceKind).WithConcurrency(4).ReconcileWith(async (context, cancellationToken) =>
        {
            Interlocked.Increment(ref reconciles);
            if (pods.Find(context.Key) is not { Metadata.Annotations: { } annotations } pod || !annotations.TryGetValue("change", out var change) || pod.Status?.Phase == change)
            {
                return ReconcileResult.Done;
            }

            Interlocked.CompareExchange(ref first, Stopwatch.GetTimestamp(), 0);
            var patch = new JsonObject { ["status"] = new JsonObject { ["phase"] = change } };
            await manager.Client.Resource(LeanPod.ResourceKind).PatchAsync(
                context.Key.Namespace, context.Key.Name, Patch.Merge(patch), cancellationToken, subresource: "status");
            Interlocked.Increment(ref writes);
            Volatile.Write(ref last, Stopwatch.GetTimestamp());
            return ReconcileResult.Done;
        });
        await using var running = new Running(manager);
        await pods.WaitForSyncAsync(CancellationToken.None);
        Output.Mark("ready");
        await Output.WaitAsync();
        Interlocked.Exchange(ref reconciles, 0);
        Output.Mark("counting");
        await Output.WaitAsync();
        Output.Value("reconciles", reconciles);
        Output.Value("writes", writes);
        Output.Value("writes_per_s", writes / Stopwatch.GetElapsedTime(first, last).TotalSeconds);
    }
}
