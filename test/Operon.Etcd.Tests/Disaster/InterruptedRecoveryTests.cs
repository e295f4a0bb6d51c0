using Operon.Etcd.Api;
using Operon.Etcd.Planning;
using Xunit;

namespace Operon.Etcd.Tests.Disaster;

/// <summary>A recovery whose operator is killed after any of its writes of status, once or twice in a short time, ends like one that is not disturbed.</summary>
public sealed class InterruptedRecoveryTests
{
    private const int MostTurns = 400;

    [Fact]
    public void An_operator_killed_between_any_two_steps_is_followed_by_one_that_finishes()
    {
        var undisturbed = Recover([]);
        Assert.True(undisturbed > 10);
        for (var first = 0; first < undisturbed; first++)
        {
            Recover([first]);
            for (var second = first + 1; second <= first + 3; second++)
            {
                Recover([first, second]);
            }
        }
    }

    // Turns it took.
    private static int Recover(HashSet<int> crashes)
    {
        var world = new LostMajority();
        for (var turn = 0; turn < MostTurns; turn++)
        {
            var action = world.Turn(crashes.Contains(turn));
            Assert.True(world.Broken is null, $"{world.Broken}\n{string.Join('\n', world.Story)}");
            if (action is Settled)
            {
                Assert.Equal((RecoveryPhase.Completed, "c-a", 1, true), (world.Status!.Recovery!.Phase, world.Status.Recovery.Survivor, world.Status.Recovery.Count, world.Status.Recovery.DataLossPossible));
                Assert.Equal((3, 1), (world.Voters.Count, world.TimesForced));
                Assert.Equal("c-a", world.Voters[0]);
                return turn;
            }
        }

        Assert.Fail($"does not finish with crashes at {string.Join(", ", crashes)}\n{string.Join('\n', world.Story)}");
        return 0;
    }
}
