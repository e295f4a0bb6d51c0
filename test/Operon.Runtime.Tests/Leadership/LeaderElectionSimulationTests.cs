using Microsoft.Extensions.Time.Testing;
using Xunit;
using Trip = Operon.Runtime.Tests.SimulatedLock.Trip;

namespace Operon.Runtime.Tests;

/// <summary>
/// Many random histories, each repeatable by its seed: three replicas with clocks that run at different rates, a network that delays, loses and partitions,
/// processes that freeze, are restarted and stop gracefully. Two replicas may never write at the same time, and somebody leads once the trouble is over.
/// </summary>
public sealed class LeaderElectionSimulationTests
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(250);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task At_no_moment_two_replicas_may_write_and_somebody_leads_in_the_end(int family) => Task.Run(() =>
    {
        var takings = 0;
        for (var seed = family * 1000; seed < (family * 1000) + 60; seed++)
        {
            takings += Run(seed);
        }

        // Were there no changes of leader, the histories would show nothing.
        Assert.True(takings > 60 * 3, $"only {takings} changes of leader");
    }, TestContext.Current.CancellationToken);

    [Fact]
    public Task Equal_histories_repeat_exactly() => Task.Run(() => Assert.Equal(Run(77), Run(77)), TestContext.Current.CancellationToken);

    [Fact]
    public Task Without_faults_there_is_one_leader_for_ever() => Task.Run(() => Pump.Run(pump =>
    {
        var truth = new FakeTimeProvider();
        var store = new SimulatedLock(truth);
        var replicas = Replicas(truth, () => Trip.Instant, store);
        for (var i = 0; i < 4 * 600; i++)
        {
            truth.Advance(_step);
            pump.Drain();
            Assert.Single(replicas, replica => replica.MayWrite);
        }

        return Assert.Single(store.Takings);
    }), TestContext.Current.CancellationToken);

    private static int Run(int seed) => Pump.Run(pump => new History(seed, pump).Run());

    private static SimulatedReplica[] Replicas(FakeTimeProvider truth, Func<Trip> network, SimulatedLock store) =>
    [
        new SimulatedReplica(truth, "a", 1, TimeSpan.Zero, () => store.Over(network), () => 0.5),
        new SimulatedReplica(truth, "b", 1.15, TimeSpan.FromDays(3), () => store.Over(network), () => 0.5),
        new SimulatedReplica(truth, "c", 0.87, TimeSpan.FromDays(-3), () => store.Over(network), () => 0.5),
    ];

    private sealed class History
    {
        private readonly FakeTimeProvider _truth = new();
        private readonly Pump _pump;
        private readonly Random _random;
        private readonly SimulatedLock _store;
        private readonly SimulatedReplica[] _replicas;
        private readonly int[] _cutUntil = new int[3];
        private readonly int[] _frozenUntil = new int[3];
        private readonly int _seed;
        private readonly double _loss;
        private readonly double _slowness;
        private bool _isCalm;
        private int _now;

        public History(int seed, Pump pump)
        {
            _pump = pump;
            _seed = seed;
            _random = new Random(seed);
            _loss = _random.NextDouble() * 0.3;
            _slowness = _random.NextDouble() * 6;
            _store = new SimulatedLock(_truth);
            _replicas = [.. Enumerable.Range(0, 3).Select(i => new SimulatedReplica(
                _truth, $"{(char)('a' + i)}", 0.87 + (0.28 * _random.NextDouble()), TimeSpan.FromHours(_random.Next(-48, 48)), () => _store.Over(() => Travel(i)), _random.NextDouble))];
        }

        public int Run()
        {
            for (_now = 0; _now < 4 * 180; _now++)
            {
                Trouble();
                Advance();
            }

            // Longest lease, a full try that was under way, and three tries with full jitter.
            _isCalm = true;
            Array.ForEach(_replicas, replica => replica.Clock.Thaw());
            var end = _now + (4 * (15 + 15 + 15 + 15));
            for (; _now < end && !_replicas.Any(replica => replica.MayWrite); _now++)
            {
                Advance();
            }

            Assert.True(_replicas.Any(replica => replica.MayWrite), $"seed {_seed}: nobody leads in the end: {string.Join(", ", _replicas.Select(r => $"{r.Identity} {r.Life.Status} {r.Elector.Term?.Rest}"))} {_store.Stored} requests {_store.Requests}");
            Assert.True(_store.Takings.Select(taking => taking.Token).SequenceEqual(_store.Takings.Select(taking => taking.Token).Order()), $"seed {_seed}: tokens went back");
            return _store.Takings.Count;
        }

        private void Advance()
        {
            _pump.Drain();
            _truth.Advance(_step);
            _pump.Drain();
            var writers = _replicas.Where(replica => replica.MayWrite).Select(replica => replica.Identity).ToArray();
            Assert.True(writers.Length <= 1, $"seed {_seed}, step {_now}: {string.Join(" and ", writers)} lead at the same time");
            foreach (var replica in _replicas.Where(replica => replica.Life.IsCompleted))
            {
                Assert.True(replica.Life.IsCompletedSuccessfully, $"seed {_seed}: {replica.Life.Exception}");
                replica.Start();
            }
        }

        private void Trouble()
        {
            for (var i = 0; i < _replicas.Length; i++)
            {
                if (_frozenUntil[i] == _now)
                {
                    _replicas[i].Clock.Thaw();
                }

                switch (_random.Next(600))
                {
                    case < 4:
                        _cutUntil[i] = _now + _random.Next(4 * 40);
                        break;
                    case < 7 when _frozenUntil[i] < _now:
                        _replicas[i].Clock.Freeze();
                        _frozenUntil[i] = _now + 1 + _random.Next(4 * 40);
                        break;
                    case < 9 when _frozenUntil[i] < _now:
                        // The release is sent, or lost, on the way; nobody waits for it.
                        _ = _replicas[i].StopAsync();
                        break;
                }
            }
        }

        private Trip Travel(int replica)
        {
            if (_isCalm)
            {
                return Trip.Instant;
            }

            var isCut = _now < _cutUntil[replica];
            return new Trip(Delay(), Delay(), !isCut && _random.NextDouble() >= _loss, !isCut && _random.NextDouble() >= _loss);
        }

        private TimeSpan Delay() => _random.NextDouble() < 0.5 ? TimeSpan.Zero : TimeSpan.FromSeconds(_random.NextDouble() * _slowness);
    }
}
