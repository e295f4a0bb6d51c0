using System.Diagnostics;
using System.Globalization;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.RuntimeSubject.Modes;

/// <summary>B3: from the time an annotation tells (a timestamp of the machine's monotonic clock) to the first line of the reconcile.</summary>
internal static class LatencyMode
{
    public static async Task RunAsync(IKubernetesClient client)
    {
        var latencies = new List<double>();
        var manager = new ControllerManager(client);
        var kind = ResourceKinds.Metadata(ResourceKinds.ConfigMap.Type);
        var maps = manager.Cache(kind);
        manager.Controller("latency", kind).ReconcileWith((context, _) =>
        {
            var now = Stopwatch.GetTimestamp();
            if (maps.Find(context.Key)?.Metadata.Annotations is { } annotations && annotations.TryGetValue("sent", out var text)
                && long.Parse(text, CultureInfo.InvariantCulture) is var sent and not 0)
            {
                latencies.Add(Stopwatch.GetElapsedTime(sent, now).TotalMilliseconds);
            }

            return Task.FromResult(ReconcileResult.Done);
        });
        await using var running = new Running(manager);
        await maps.WaitForSyncAsync(CancellationToken.None);
        Output.Mark("ready");
        await Output.WaitAsync();

        // The first events pay for what the JIT compiles: they are warm-up.
        latencies.Clear();
        Output.Mark("warm");
        await Output.WaitAsync();
        Output.Percentiles("latency_ms", [.. latencies]);
    }
}
