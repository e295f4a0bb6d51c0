using System.Globalization;
using Microsoft.Extensions.Time.Testing;

namespace Operon.Runtime.Tests;

/// <summary>One record with compare-and-swap behind a network that delays and loses requests and answers. Everything happens on the caller's stack: runs repeat exactly.</summary>
internal sealed class SimulatedLock(FakeTimeProvider truth)
{
    private LeaderRecord? _stored;
    private ulong _version = 1;

    public LeaderRecord? Stored => _stored;

    /// <summary>Holder and token of every taking, in order.</summary>
    public List<(string Holder, ulong Token)> Takings { get; } = [];

    public int Requests { get; private set; }

    /// <summary>The lock as one process reaches it.</summary>
    public ILeaderLock Over(Func<Trip> network) => new Link(this, network);

    private LeaderRecord? Create(LeaderRecord record) => _stored is null ? Store(record) : null;

    private LeaderRecord? Update(LeaderRecord known, LeaderRecord record) => _stored is { } stored && stored.Version == known.Version ? Store(record) : null;

    private LeaderRecord Store(LeaderRecord record)
    {
        _version++;
        if (record.Holder.Length > 0 && (record.Holder != _stored?.Holder || record.Transitions != _stored.Transitions))
        {
            Takings.Add((record.Holder, _version));
        }

        return _stored = record with { Version = _version.ToString(CultureInfo.InvariantCulture), FencingToken = _version };
    }

    /// <summary>What happens to one request: how long it and its answer take, and whether they arrive.</summary>
    internal readonly record struct Trip(TimeSpan Request, TimeSpan Answer, bool RequestArrives = true, bool AnswerArrives = true)
    {
        public static Trip Instant => new(TimeSpan.Zero, TimeSpan.Zero);
    }

    private sealed class Link(SimulatedLock store, Func<Trip> network) : ILeaderLock
    {
        public string Name => "default/lease";

        public Task<LeaderRecord?> FindAsync(CancellationToken cancellationToken) => SendAsync(() => store._stored, cancellationToken);

        public Task<LeaderRecord?> CreateAsync(LeaderRecord record, CancellationToken cancellationToken) => SendAsync(() => store.Create(record), cancellationToken);

        public Task<LeaderRecord?> UpdateAsync(LeaderRecord known, LeaderRecord record, CancellationToken cancellationToken) =>
            SendAsync(() => store.Update(known, record), cancellationToken);

        private async Task<LeaderRecord?> SendAsync(Func<LeaderRecord?> serve, CancellationToken cancellationToken)
        {
            store.Requests++;
            var trip = network();
            var answer = new TaskCompletionSource<LeaderRecord?>();

            // A caller that gives up does not call its request back: it is served all the same.
            After(trip.Request, () =>
            {
                if (!trip.RequestArrives)
                {
                    return;
                }

                var result = serve();
                After(trip.Answer, () =>
                {
                    if (trip.AnswerArrives)
                    {
                        answer.TrySetResult(result);
                    }
                    else
                    {
                        answer.TrySetException(new HttpRequestException("the connection was reset"));
                    }
                });
            });
            using var givenUp = cancellationToken.Register(() => answer.TrySetCanceled(cancellationToken));
            return await answer.Task;
        }

        private void After(TimeSpan delay, Action action)
        {
            if (delay == TimeSpan.Zero)
            {
                action();
            }
            else
            {
                ITimer? timer = null;
                timer = store.Truth.CreateTimer(
                    _ =>
                    {
                        timer?.Dispose();
                        action();
                    },
                    null,
                    delay,
                    Timeout.InfiniteTimeSpan);
            }
        }
    }

    private FakeTimeProvider Truth => truth;
}
