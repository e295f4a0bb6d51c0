using System.Diagnostics;
using System.Globalization;
using k8s.Models;
using Operon.Kubernetes;
using Operon.Testing;

namespace Operon.Soak;

/// <summary>Changes objects under faults for a time, then lets the faults stop and looks whether anything was missed.</summary>
internal sealed class SoakRun(TimeSpan duration, int seed, TextWriter log)
{
    private const int Keys = 200;
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);
    private readonly Random _random = new(seed);
    private readonly HashSet<string> _alive = [];
    private readonly List<Sample> _samples = [];
    private List<FaultHandle> _faults = [];
    private long _faultsFired;
    private long _changes;

    public async Task<SoakReport> RunAsync(CancellationToken cancellationToken)
    {
        await using var cluster = await TestCluster.StartAsync(new TestClusterOptions { Seed = seed, AlwaysInProcess = true }, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken.None);
        var watcher = new Watcher(cluster);
        var running = watcher.RunAsync(stop.Token);
        await ChurnAsync(cluster, cancellationToken);
        var missed = await SettleAsync(cluster, watcher);
        await stop.CancelAsync();
        await running;
        return new SoakReport(seed, _samples, _changes, watcher.Reconciles, _faultsFired, watcher.Overlaps, missed);
    }

    private async Task ChurnAsync(TestCluster cluster, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();

        // Ten samples at least, and one a minute in long runs.
        var interval = duration / 10 < TimeSpan.FromMinutes(1) ? duration / 10 : TimeSpan.FromMinutes(1);
        var next = TimeSpan.Zero;
        while (Stopwatch.GetElapsedTime(started) is var elapsed && elapsed < duration && !cancellationToken.IsCancellationRequested)
        {
            if (elapsed >= next)
            {
                next = elapsed + interval;
                Note(cluster, elapsed);
                AddFaults(cluster);
            }

            if (_random.Next(2000) == 0)
            {
                cluster.CompactHistory();
            }

            await ChangeAsync(cluster.Observer.Resource(ResourceKinds.ConfigMap));
            await Task.Delay(1, CancellationToken.None);
        }

        Note(cluster, Stopwatch.GetElapsedTime(started));
        cluster.Faults.Clear();
    }

    private void Note(TestCluster cluster, TimeSpan elapsed)
    {
        var sample = Sample.Take(elapsed);
        _samples.Add(sample);
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{elapsed:hh\\:mm\\:ss} heap {sample.HeapBytes >> 20} MiB, resident {sample.ResidentBytes >> 20} MiB, {sample.Handles} handles, {sample.Threads} threads, {_changes} changes, {cluster.Requests.Count} requests"));
    }

    /// <summary>Faults by chance, for a sampling interval: those of the interval before are taken back.</summary>
    private void AddFaults(TestCluster cluster)
    {
        foreach (var handle in _faults)
        {
            _faultsFired += handle.Fired;
            handle.Dispose();
        }

        var reads = Fault.On(Verb.List | Verb.Watch, "configmaps").ByUser(Watcher.User).WithProbability(0.1);
        var watches = Fault.On(Verb.Watch, "configmaps").ByUser(Watcher.User).WithProbability(0.001);
        var writes = Fault.On(Verb.Writes, "configmaps").ByUser(Watcher.User).WithProbability(0.01);
        _faults =
        [
            cluster.Faults.Add(reads.Respond(500)), cluster.Faults.Add(reads.Respond(429)), cluster.Faults.Add(reads.CutBefore()),
            cluster.Faults.Add(watches.CloseWatch(5)), cluster.Faults.Add(watches.BreakWatch(5)), cluster.Faults.Add(watches.CutInTheMiddle(5)), cluster.Faults.Add(watches.ExpireWatch(5)), cluster.Faults.Add(watches.GarbleWatch(5)), cluster.Faults.Add(watches.Times(1).SilenceWatch(5)),
            cluster.Faults.Add(writes.Respond(409)), cluster.Faults.Add(writes.Respond(500)), cluster.Faults.Add(writes.CutBefore()), cluster.Faults.Add(writes.CutAfter()),
        ];
    }

    private async Task ChangeAsync(IResourceClient<V1ConfigMap> maps)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"map-{_random.Next(Keys)}");
        var value = (_changes++).ToString(CultureInfo.InvariantCulture);
        if (_alive.Add(name))
        {
            var map = new V1ConfigMap { Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default" }, Data = new Dictionary<string, string> { ["value"] = value } };
            await maps.CreateAsync(map, CancellationToken.None);
        }
        else if (_random.Next(4) == 0)
        {
            _alive.Remove(name);
            await maps.DeleteAsync("default", name, CancellationToken.None);
        }
        else
        {
            await maps.PatchAsync("default", name, Patches.Set(value), CancellationToken.None);
        }
    }

    /// <summary>What is still missing when nothing has changed for long enough.</summary>
    private async Task<IReadOnlyList<string>> SettleAsync(TestCluster cluster, Watcher watcher)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var stored = await cluster.Observer.Resource(ResourceKinds.ConfigMap).ListAsync(null, null, CancellationToken.None);
            var missed = watcher.Missed([.. stored.Items]);
            if (missed.Count == 0 || Stopwatch.GetElapsedTime(started) > _patience)
            {
                return missed;
            }

            await log.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"settling: {missed.Count} keys to go"));
            await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
        }
    }
}
