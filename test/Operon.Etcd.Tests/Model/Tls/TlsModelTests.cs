using Operon.Etcd.Planning;
using Xunit;

namespace Operon.Etcd.Tests.Model;

/// <summary>Every order in which the operator, restarts and failures can follow each other while a cluster changes over between plaintext and TLS.</summary>
public sealed class TlsModelTests
{
    [Theory]
    [InlineData(3, true)]
    [InlineData(3, false)]
    [InlineData(5, true)]
    [InlineData(5, false)]
    public void A5_the_quorum_holds_in_every_state_without_failures(int count, bool wantsTls) =>
        Assert.All(Explore(TlsState.Start(count, wantsTls, faults: 0)), state => Assert.True(state.HasQuorum, state.Slots));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A5_five_members_bear_a_failure_at_any_moment(bool wantsTls) =>
        Assert.All(Explore(TlsState.Start(5, wantsTls, faults: 1)), state => Assert.True(state.HasQuorum, state.Slots));

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    public void Whatever_failed_on_the_way_the_change_is_completed(int count, bool wantsTls)
    {
        foreach (var state in Explore(TlsState.Start(count, wantsTls, faults: 2)))
        {
            Assert.True(Completes(state), $"stuck: {state}");
        }
    }

    [Fact]
    public void A_planner_that_skips_the_certificates_would_be_caught()
    {
        // Three members without certificates, one of which is dialled by https: nobody can.
        var broken = TlsState.Start(3, true, 0);
        var cut = broken.With(0, broken[0] with { UrlIsTls = true, ListensByTls = true, HasCertificates = true }).With(1, broken[1] with { IsUp = false });
        Assert.False(cut.HasQuorum);
    }

    private static HashSet<TlsState> Explore(TlsState start)
    {
        HashSet<TlsState> seen = [start];
        Queue<TlsState> open = new([start]);
        while (open.TryDequeue(out var state))
        {
            foreach (var next in Next(state).Where(seen.Add))
            {
                open.Enqueue(next);
            }
        }

        return seen;
    }

    private static IEnumerable<TlsState> Next(TlsState state)
    {
        if (state.Do(state.Decide()) is { } done)
        {
            yield return done;
        }

        for (var i = 0; i < state.Count; i++)
        {
            if (state[i] is { HasPod: true, IsUp: false } down)
            {
                yield return state.With(i, down with { IsUp = true });
            }

            if (state.FaultsLeft > 0 && state[i].IsUp)
            {
                yield return state.With(i, state[i] with { IsUp = false }) with { FaultsLeft = state.FaultsLeft - 1 };
            }
        }
    }

    // Without further failures: what is down comes up, the operator does the rest.
    private static bool Completes(TlsState state)
    {
        for (var step = 0; step < 200; step++)
        {
            var down = Enumerable.Range(0, state.Count).FirstOrDefault(i => state[i] is { HasPod: true, IsUp: false }, -1);
            var action = state.Decide();
            if (state.Do(action) is { } done)
            {
                state = done;
            }
            else if (down >= 0)
            {
                state = state.With(down, state[down] with { IsUp = true });
            }
            else
            {
                return action is Settled && state.IsDone;
            }
        }

        return false;
    }
}
