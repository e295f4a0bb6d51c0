using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

/// <summary>Replicas come, go, die and are cut off, and requests fail: no shard ever has two that may work, and in the end each has one.</summary>
public sealed class ShardingSimulationTests
{
    private const int Shards = 6;
    private const int Steps = 600;
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(250);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task No_shard_ever_has_two_replicas_at_work(int seed)
    {
        var random = new Random(seed);
        var cluster = new FakeCluster();
        var clock = new FakeTimeProvider();
        var store = cluster.Store(ResourceKinds.Lease);
        var faults = new Random(seed + 1000);
        var percent = 0;
        var isCutOff = new ConcurrentDictionary<string, bool>();
        store.Fault = _ => Fails() || (Replica.Sender is { } sender && isCutOff.ContainsKey(sender)) ? new HttpRequestException("no connection") : null;
        store.Answer = _ => Fails() ? new HttpRequestException("connection reset after the request") : null;
        var replicas = new List<Replica>();
        var started = 0;
        for (var step = 0; step < Steps; step++)
        {
            var living = replicas.Where(IsAtWork).ToList();
            switch (random.Next(60))
            {
                case 0 or 1 when living.Count < 4:
                    // Now and then with another layout, which must wait or have everything.
                    replicas.Add(new Replica(cluster, clock, new ShardingOptions { Name = "work", Shards = random.Next(8) == 0 ? Shards / 2 : Shards, Identity = $"r{started++}" }));
                    break;
                case 2 when living.Count > 1:
                    await Take(living).StopAsync();
                    break;
                case 3 when living.Count > 1:
                    await Take(living).DieAsync();
                    break;
                case 4 or 5 when living.Count > 0:
                    isCutOff.TryAdd(Take(living).Identity, true);
                    break;
                case 6 or 7 or 8:
                    isCutOff.Clear();
                    break;
                case 9:
                    percent = random.Next(3) * 20;
                    break;
            }

            clock.Advance(_step);
            await Task.Delay(1, TestContext.Current.CancellationToken);
            Check(replicas, seed, step);
        }

        percent = 0;
        isCutOff.Clear();
        replicas.Add(new Replica(cluster, clock, new ShardingOptions { Name = "work", Shards = Shards, Identity = "last" }));
        foreach (var other in replicas.Where(replica => replica.Coordinator.Map.Count != Shards))
        {
            await other.StopAsync();
        }

        await Eventually.TrueAsync(
            () =>
            {
                Check(replicas, seed, Steps);
                return replicas.Where(IsAtWork).Sum(replica => replica.Held.Count) == Shards;
            },
            clock,
            _step);
        foreach (var replica in replicas)
        {
            await replica.DieAsync();
        }

        Replica Take(List<Replica> living) => living[random.Next(living.Count)];

        bool Fails()
        {
            lock (faults)
            {
                return faults.Next(100) < percent;
            }
        }
    }

    private static bool IsAtWork(Replica replica) => !replica.Task.IsCompleted;

    /// <summary>It runs, and its term is not over.</summary>
    private static bool MayWrite(Replica replica) => IsAtWork(replica) && replica.Coordinator.Term is { } term && term.Rest > TimeSpan.Zero;

    private static void Check(List<Replica> replicas, int seed, int step)
    {
        var writers = replicas.Where(MayWrite)
            .Select(replica => (replica.Coordinator.Map.Count, Shards: replica.Held.Concat(replica.Coordinator.State.Draining).ToArray()))
            .Where(writer => writer.Shards.Length > 0)
            .ToList();
        Assert.True(writers.Select(writer => writer.Count).Distinct().Count() <= 1, $"seed {seed}, step {step}: replicas with different numbers of shards are at work");
        var twice = writers.SelectMany(writer => writer.Shards).GroupBy(shard => shard).Where(group => group.Count() > 1).Select(group => group.Key).ToArray();
        Assert.True(twice.Length == 0, $"seed {seed}, step {step}: shards {string.Join(", ", twice)} have two replicas");
    }
}
