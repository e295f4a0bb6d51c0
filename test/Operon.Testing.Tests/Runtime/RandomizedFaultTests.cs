using System.Diagnostics;
using Operon.Kubernetes;
using Operon.Runtime;
using Xunit;
using static Operon.Testing.Tests.Samples;

namespace Operon.Testing.Tests.Runtime;

/// <summary>Random changes under random faults: when the faults stop, every cache is what the server has and every key was reconciled after its last change.</summary>
public sealed class RandomizedFaultTests
{
    private const int Keys = 12;
    private const int Changes = 60;
    private static readonly TimeSpan _time = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task After_any_mixture_of_changes_and_faults_nothing_is_missing()
    {
        // New seeds each time; the first is always tried, the others as long as there is time. To repeat one, put it here.
        var seed = Environment.TickCount;
        var started = Stopwatch.GetTimestamp();
        do
        {
            try
            {
                await ChurnAsync(seed);
            }
            catch (Exception e) when (!Cancel.IsCancellationRequested)
            {
                throw new InvalidOperationException($"Failed with seed {seed}: {e.Message}", e);
            }

            seed++;
        }
        while (Stopwatch.GetElapsedTime(started) < _time);
    }

    private static async Task ChurnAsync(int seed)
    {
        var random = new Random(seed);
        await using var cluster = await StartAsync(new() { Seed = seed });
        await using var probe = await Probe.StartAsync(cluster, work: CopyAsync);
        for (var i = 0; i < Changes; i++)
        {
            if (random.Next(4) == 0)
            {
                cluster.Faults.Add(RandomFault(random));
            }

            if (random.Next(25) == 0)
            {
                cluster.CompactHistory();
            }

            await ChangeAsync(cluster, random, i);
            probe.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(500)));
            if (random.Next(3) == 0)
            {
                await Task.Delay(1, Cancel);
            }
        }

        cluster.Faults.Clear();
        await probe.ConvergedAsync();

        // A copy that is gone may have been looked at while it was gone before: only the outcome tells that its last deletion was seen too.
        await probe.EventuallyAsync(() => IsCopied(probe), "each map has its copy, and no copy is without its map");
    }

    /// <summary>What the reconciler is for: a copy of each map, as long as the map lives.</summary>
    private static async Task CopyAsync(Probe probe, ReconcileContext context, CancellationToken cancellationToken)
    {
        // A copy wakes the reconciler too: one whose making was not answered must not outlive its map.
        var source = context.Key.Name.StartsWith("copy-", StringComparison.Ordinal) ? context.Key.Name["copy-".Length..] : context.Key.Name;
        var client = probe.Manager.Client.Resource(ResourceKinds.ConfigMap);
        var name = $"copy-{source}";
        var map = probe.Maps.Find(new ObjectKey("default", source));
        var copy = probe.Maps.Find(new ObjectKey("default", name));
        if (map is not null && copy?.Data["value"] != map.Data["value"])
        {
            await client.ApplyAsync(ConfigMap(name, map.Data["value"]), new WriteOptions { FieldManager = "probe", Force = true }, cancellationToken);
        }
        else if (map is null && copy is not null)
        {
            try
            {
                await client.DeleteAsync("default", name, cancellationToken);
            }
            catch (KubernetesApiException e) when (e.IsNotFound)
            {
                // A deletion before it took effect, and the answer was lost.
            }
        }
    }

    private static bool IsCopied(Probe probe)
    {
        var maps = probe.Maps.List().ToDictionary(map => map.Metadata.Name, map => map.Data["value"]);
        return maps.All(pair => pair.Key.StartsWith("copy-", StringComparison.Ordinal)
            ? maps.ContainsKey(pair.Key["copy-".Length..])
            : maps.GetValueOrDefault($"copy-{pair.Key}") == pair.Value);
    }

    private static async Task ChangeAsync(TestCluster cluster, Random random, int number)
    {
        var name = $"map-{random.Next(Keys)}";
        var exists = await cluster.Observer.Resource(ResourceKinds.ConfigMap).FindAsync("default", name, Cancel) is not null;
        if (!exists)
        {
            await cluster.CreateAsync(ResourceKinds.ConfigMap, ConfigMap(name, $"{number}"), Cancel);
        }
        else if (random.Next(3) == 0)
        {
            await Churn.DeleteAsync(cluster, name);
        }
        else
        {
            await Churn.SetAsync(cluster, name, $"{number}");
        }
    }

    private static Fault RandomFault(Random random)
    {
        var reads = Fault.On(Verb.List | Verb.Watch, "configmaps").ByUser(Probe.User).Times(1 + random.Next(2));
        var watches = Fault.On(Verb.Watch, "configmaps").ByUser(Probe.User).Times(1);
        var writes = Fault.On(Verb.Writes, "configmaps").ByUser(Probe.User).Times(1 + random.Next(3));
        var events = random.Next(4);
        return random.Next(14) switch
        {
            0 => reads.Respond(500),
            1 => reads.Respond(410),
            2 => reads.CutBefore(),
            3 => watches.CloseWatch(events),
            4 => watches.CutInTheMiddle(events),
            5 => watches.ExpireWatch(events),
            6 => watches.SilenceWatch(events),
            7 => watches.GarbleWatch(events),
            8 => writes.Respond(409),
            9 => writes.Respond(503),
            10 => writes.CutBefore(),
            11 => writes.CutAfter(),
            12 => watches.BreakWatch(events),
            _ => writes.CutInTheMiddle(),
        };
    }
}
