using k8s.Models;
using Operon.LocalCluster.Controllers.Jobs;

namespace Operon.LocalCluster.Tests.Controllers;

public sealed class JobPlannerTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Starts_as_many_pods_as_may_run_at_once()
    {
        Assert.Equal(2, JobPlanner.Plan(Job(completions: 5, parallelism: 2), [], _now).Create.Count);
    }

    [Fact]
    public void Notes_an_end_in_the_status_before_it_lets_the_pod_go()
    {
        var plan = JobPlanner.Plan(Job(), [Pod("a", "Succeeded")], _now);

        Assert.Equal(["a"], plan.Status.UncountedTerminatedPods.Succeeded);
        Assert.Equal(0, plan.Status.Succeeded);
        Assert.Equal(["a"], plan.ReleaseFinalizer.Select(p => p.Metadata.Name));
        Assert.DoesNotContain(plan.Status.Conditions, c => c.Type == "Complete");
    }

    [Fact]
    public void Counts_an_end_once_the_pod_is_let_go_and_completes()
    {
        var job = Job();
        job.Status = JobPlanner.Plan(job, [Pod("a", "Succeeded")], _now).Status;

        var plan = JobPlanner.Plan(job, [Pod("a", "Succeeded", hasFinalizer: false)], _now);

        Assert.Equal(1, plan.Status.Succeeded);
        Assert.Empty(plan.Status.UncountedTerminatedPods.Succeeded);
        Assert.Equal(["SuccessCriteriaMet", "Complete"], plan.Status.Conditions.Where(c => c.Status == "True").Select(c => c.Type));
        Assert.NotNull(plan.Status.CompletionTime);
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(3, 40)]
    [InlineData(8, 360)]
    public void Waits_longer_after_each_failure(int failures, int seconds)
    {
        var job = Job();
        job.Spec.BackoffLimit = 100;
        var pods = Enumerable.Range(0, failures).Select(i => Pod($"p{i}", "Failed", finishedAt: _now)).ToList();

        var plan = JobPlanner.Plan(job, pods, _now);

        Assert.Empty(plan.Create);
        Assert.Equal(TimeSpan.FromSeconds(seconds), plan.Recheck);
    }

    [Fact]
    public void Fails_when_the_pods_failed_too_often()
    {
        var job = Job();
        job.Spec.BackoffLimit = 0;
        job.Status = JobPlanner.Plan(job, [Pod("a", "Failed", finishedAt: _now)], _now).Status;
        Assert.Contains(job.Status.Conditions, c => c is { Type: "FailureTarget", Reason: "BackoffLimitExceeded" });

        var plan = JobPlanner.Plan(job, [Pod("a", "Failed", hasFinalizer: false, finishedAt: _now)], _now);

        Assert.Contains(plan.Status.Conditions, c => c is { Type: "Failed", Status: "True", Reason: "BackoffLimitExceeded" });
        Assert.Equal(1, plan.Status.Failed);
        Assert.Empty(plan.Create);
    }

    [Fact]
    public void Stops_its_pods_when_the_deadline_has_passed()
    {
        var job = Job();
        job.Spec.ActiveDeadlineSeconds = 5;
        job.Status = new V1JobStatus { StartTime = _now.AddSeconds(-6).UtcDateTime };

        var plan = JobPlanner.Plan(job, [Pod("a", "Running")], _now);

        Assert.Contains(plan.Status.Conditions, c => c is { Type: "FailureTarget", Reason: "DeadlineExceeded" });
        Assert.Equal(["a"], plan.Delete.Select(p => p.Metadata.Name));
    }

    [Fact]
    public void Suspending_stops_the_pods_without_counting_them_as_failed()
    {
        var job = Job();
        job.Spec.Suspend = true;

        var plan = JobPlanner.Plan(job, [Pod("a", "Running")], _now);

        Assert.Equal(["a"], plan.Delete.Select(p => p.Metadata.Name));
        Assert.Equal(0, plan.Status.Failed);
        Assert.Contains(plan.Status.Conditions, c => c is { Type: "Suspended", Status: "True" });
    }

    [Fact]
    public void An_indexed_job_fills_the_indexes_that_are_missing()
    {
        var job = Job(completions: 4, parallelism: 4);
        job.Spec.CompletionMode = "Indexed";
        job.Status = new V1JobStatus { CompletedIndexes = "0,2" };

        Assert.Equal([1, 3], JobPlanner.Plan(job, [], _now).Create);
    }

    [Fact]
    public void Outlives_its_end_by_its_time_to_live_only()
    {
        var job = Job();
        job.Spec.TtlSecondsAfterFinished = 10;
        job.Status = new V1JobStatus { Conditions = [new V1JobCondition { Type = "Complete", Status = "True", LastTransitionTime = _now.AddSeconds(-4).UtcDateTime }] };

        var early = JobPlanner.Plan(job, [], _now);
        Assert.False(early.IsExpired);
        Assert.Equal(TimeSpan.FromSeconds(6), early.Recheck);
        Assert.True(JobPlanner.Plan(job, [], _now.AddSeconds(6)).IsExpired);
    }

    [Theory]
    [InlineData("0-2,5,7,8", new[] { 0, 1, 2, 5, 7, 8 })]
    [InlineData("", new int[0])]
    public void Indexes_have_a_compact_form(string text, int[] indexes)
    {
        Assert.Equal(indexes, IndexSet.Parse(text));
        Assert.Equal(text, IndexSet.Format([.. indexes]));
    }

    private static V1Job Job(int completions = 1, int parallelism = 1) => new()
    {
        Metadata = new V1ObjectMeta { Name = "job", NamespaceProperty = "default", Uid = "job-uid" },
        Spec = new V1JobSpec
        {
            Completions = completions,
            Parallelism = parallelism,
            BackoffLimit = 6,
            Template = new V1PodTemplateSpec { Spec = new V1PodSpec { RestartPolicy = "Never", Containers = [new V1Container { Name = "main" }] } },
        },
    };

    private static V1Pod Pod(string name, string phase, bool hasFinalizer = true, DateTimeOffset? finishedAt = null) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = name,
            Uid = name,
            NamespaceProperty = "default",
            Finalizers = hasFinalizer ? [JobLabels.Finalizer] : null,
            OwnerReferences = [new V1OwnerReference { Kind = "Job", Name = "job", Uid = "job-uid", Controller = true }],
        },
        Spec = new V1PodSpec { NodeName = "n1", Containers = [new V1Container { Name = "main" }] },
        Status = new V1PodStatus
        {
            Phase = phase,
            ContainerStatuses = finishedAt is null ? null
                : [new V1ContainerStatus { State = new V1ContainerState { Terminated = new V1ContainerStateTerminated { FinishedAt = finishedAt.Value.UtcDateTime } } }],
        },
    };
}
