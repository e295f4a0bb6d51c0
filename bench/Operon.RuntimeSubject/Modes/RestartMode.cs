using System.Diagnostics;
using System.Globalization;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.RuntimeSubject.Modes;

/// <summary>B6: every object is reconciled at the start and each takes a millisecond; how soon is a fresh change served meanwhile?</summary>
internal static class RestartMode
{
    public static async Task RunAsync(IKubernetesClient client)
    {
        var served = new TaskCompletionSource<double>(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        var manager = new ControllerManager(client);
        var pods = manager.Cache(LeanPod.ResourceKind);
        manager.Controller("restart", LeanPod.ResourceKind).ReconcileWith(async (context, cancellationToken) =>
        {
            if (pods.Find(context.Key)?.Metadata.Annotations is { } annotations && annotations.TryGetValue("sent", out var sent))
            {
                served.TrySetResult(Stopwatch.GetElapsedTime(long.Parse(sent, CultureInfo.InvariantCulture)).TotalMilliseconds);
            }

            await Task.Delay(1, cancellationToken);
            Interlocked.Increment(ref count);
            return ReconcileResult.Done;
        });
        await using var running = new Running(manager);
        await pods.WaitForSyncAsync(CancellationToken.None);
        Output.Mark("ready");
        Output.Value("served_ms", await served.Task);
        Output.Value("still_waiting", pods.List().Count - count);
    }
}
