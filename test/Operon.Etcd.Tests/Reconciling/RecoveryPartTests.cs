using Operon.Etcd.Api;
using Operon.Etcd.Membership;
using Operon.Etcd.Planning;
using Operon.Etcd.Reconciling;
using Operon.Etcd.Tests.Planning;
using Xunit;

namespace Operon.Etcd.Tests.Reconciling;

/// <summary>What status says of a lost quorum, of a recovery and of alarms.</summary>
public sealed class RecoveryPartTests
{
    private static readonly RecoveryStatus _forcing = new()
    {
        Phase = RecoveryPhase.Forcing,
        Request = "auto",
        Survivor = "c-a",
        SurvivorTerm = 3,
        SurvivorIndex = 40,
        SurvivorRevision = 9,
        Count = 2,
        DataLossPossible = true,
        StartedAt = Facts.Now.UtcDateTime,
    };

    [Fact]
    public void The_time_of_the_loss_is_written_down_and_survives_a_restart_of_the_operator()
    {
        var lost = Facts.Three().WithoutQuorum(TimeSpan.FromMinutes(2)) with { Recovery = new RecoveryFacts { LostSince = Facts.Now.AddMinutes(-7) } };
        var status = Snapshots.Status(lost);
        Assert.Equal((2, Facts.Now.AddMinutes(-7).UtcDateTime), (status.Quorum!.Needed, status.Quorum.LostSince));
        var back = Snapshots.Status(Facts.Three() with { Recovery = new RecoveryFacts() }, before: status);
        Assert.Equal((3, 2, null), (back.Quorum!.Healthy, back.Quorum.Needed, back.Quorum.LostSince));
    }

    [Fact]
    public void While_a_survivor_is_forced_the_cluster_is_not_available_even_if_it_answers()
    {
        var state = Facts.Formed(Facts.Voter("c-a", isLeader: true)) with { Recovery = new RecoveryFacts { Status = _forcing } };
        var status = Snapshots.Status(state, new AwaitRecovery(_forcing, "waiting"));
        Assert.Equal(("False", "Quorum lost"), status.Condition(EtcdClusterCondition.Available));
        Assert.Equal(("True", "Disaster recovery"), status.Condition(EtcdClusterCondition.Recovering));
        Assert.Equal(("False", "Recovering"), status.Condition(EtcdClusterCondition.Ready));
        Assert.Equal("waiting", status.Recovery!.Message);
    }

    [Fact]
    public void D6_the_possible_loss_stays_in_view_until_this_very_recovery_is_acknowledged()
    {
        var completed = _forcing with { Phase = RecoveryPhase.Completed };
        var state = Facts.Three() with { Recovery = new RecoveryFacts { Request = RecoveryRequest.Parse("auto"), Status = completed } };
        var told = StatusBuilder.Build(Snapshots.Of(state), new Settled());
        Assert.Equal(("True", "RecoveredFromSurvivor"), told.Condition(EtcdClusterCondition.DataLossPossible));
        var message = told.Conditions!.Single(condition => condition.Type == EtcdClusterCondition.DataLossPossible).Message!;
        Assert.Contains("c-a at raft term 3, index 40, revision 9", message, StringComparison.Ordinal);

        Assert.True(Acknowledge("1").Recovery!.DataLossPossible);
        var acknowledged = Acknowledge("2");
        Assert.False(acknowledged.Recovery!.DataLossPossible);
        Assert.DoesNotContain(acknowledged.Conditions!, condition => condition.Type == EtcdClusterCondition.DataLossPossible);

        EtcdClusterStatus Acknowledge(string number) => StatusBuilder.Build(
            Snapshots.Of(state, told, new Dictionary<string, string> { [RecoveryPart.AcknowledgeAnnotation] = number }), new Settled());
    }

    [Fact]
    public void A_request_that_was_taken_away_may_be_made_again()
    {
        var refused = new RecoveryStatus { Request = "auto" };
        Assert.Equal("auto", Request(RecoveryRequest.Parse("auto")));
        Assert.Null(Request(null));

        string? Request(RecoveryRequest? request) =>
            Snapshots.Status(Facts.Three() with { Recovery = new RecoveryFacts { Request = request, Status = refused } }, new Settled()).Recovery!.Request;
    }

    [Fact]
    public void Alarms_are_conditions_that_go_with_them()
    {
        var full = Facts.Three() with { Maintenance = new MaintenanceFacts { Alarms = [new(1, AlarmKind.NoSpace), new(0, AlarmKind.Corrupt)] } };
        var status = Snapshots.Status(full, new ReportCorruption("who is right?"));
        Assert.Equal(("True", "Reclaiming"), status.Condition(EtcdClusterCondition.SpaceExhausted));
        Assert.Equal(("True", "NeedsDecision"), status.Condition(EtcdClusterCondition.Corrupt));

        var unknown = Snapshots.Status(full with { Maintenance = new MaintenanceFacts { Alarms = null } }, new Settled(), status);
        Assert.Equal("True", unknown.Condition(EtcdClusterCondition.Corrupt).Status);
        var clear = Snapshots.Status(full with { Maintenance = new MaintenanceFacts() }, new Settled(), status);
        Assert.DoesNotContain(clear.Conditions!, condition => condition.Type is EtcdClusterCondition.SpaceExhausted or EtcdClusterCondition.Corrupt);
        Assert.Null(clear.Maintenance);
    }
}
