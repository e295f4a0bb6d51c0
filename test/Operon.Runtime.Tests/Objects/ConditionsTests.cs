using k8s.Models;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class ConditionsTests
{
    private static readonly DateTimeOffset _then = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset _now = _then.AddHours(1);

    [Fact]
    public void The_transition_time_changes_only_with_the_status()
    {
        var conditions = Conditions.Set(null, "Ready", false, "Starting", "", 1, _then);
        conditions = Conditions.Set(conditions, "Ready", false, "StillStarting", "waits", 2, _now);
        var condition = Assert.Single(conditions);
        Assert.Equal((_then.UtcDateTime, "StillStarting", "waits", 2L), (condition.LastTransitionTime, condition.Reason, condition.Message, condition.ObservedGeneration));

        condition = Assert.Single(Conditions.Set(conditions, "Ready", true, "Started", "", 2, _now));
        Assert.Equal((_now.UtcDateTime, "True"), (condition.LastTransitionTime, condition.Status));
    }

    [Fact]
    public void Conditions_of_other_types_stay_and_an_unknown_status_is_neither_true_nor_false()
    {
        var conditions = Conditions.Set(Conditions.Set(null, "Ready", null, "Checking", "", null, _then), "Paused", true, "Asked", "", null, _then);
        Assert.Equal(["Ready", "Paused"], conditions.Select(condition => condition.Type));
        Assert.False(Conditions.IsTrue(conditions, "Ready"));
        Assert.False(Conditions.IsFalse(conditions, "Ready"));
        Assert.True(Conditions.IsPresentAndEqual(conditions, "Ready", "Unknown"));
        Assert.False(Conditions.IsPresentAndEqual(conditions, "Absent", "Unknown"));
        Assert.False(Conditions.IsFalse(null, "Ready"));
        Assert.Equal(["Paused"], Conditions.Remove(conditions, "Ready").Select(condition => condition.Type));
    }

    [Fact]
    public void A_condition_observed_for_an_earlier_generation_says_nothing_about_this_one()
    {
        var conditions = Conditions.Set(null, "Ready", true, "Done", "", 4, _then);
        Assert.True(Conditions.IsTrueFor(conditions, "Ready", 4));
        Assert.False(Conditions.IsTrueFor(conditions, "Ready", 5));
        Assert.True(Conditions.IsTrueFor([new V1Condition { Type = "Ready", Status = "True" }], "Ready", 5));
    }
}
