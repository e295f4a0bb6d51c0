using k8s.Models;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Controllers.Jobs;

/// <summary>Decides from a Job and the pods it controls.</summary>
internal static class JobPlanner
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(6);

    public static JobPlan Plan(V1Job job, IReadOnlyCollection<V1Pod> owned, DateTimeOffset now)
    {
        var conditions = new JobConditions(job, now);
        if (conditions.IsFinished || job.Metadata.DeletionTimestamp is not null)
        {
            return Finished(job, owned, conditions, now);
        }

        var tally = new JobTally(job, owned);
        var active = owned.Where(PodState.IsActive).ToList();
        var terminating = owned.Count(p => PodState.IsTerminating(p) && !PodState.IsTerminal(p));
        var isSuspended = job.Spec.Suspend == true;
        DateTime? startTime = isSuspended ? null : job.Status?.StartTime ?? Times.ToSeconds(now);
        (string, string, bool)? told = null;

        if (!conditions.IsEnding)
        {
            if (Failure(job, tally, owned, startTime, now) is { } failure)
            {
                conditions.Set("FailureTarget", "True", failure.Reason, failure.Message);
            }
            else if (IsComplete(job, tally, active.Count))
            {
                conditions.Set("SuccessCriteriaMet", "True", "CompletionsReached", "Reached expected number of succeeded pods");
            }
            else if (isSuspended)
            {
                if (conditions.Set("Suspended", "True", "JobSuspended", "Job suspended"))
                {
                    told = ("Suspended", "Job suspended", false);
                }
            }
            else if (conditions.Find("Suspended")?.Status == "True")
            {
                conditions.Set("Suspended", "False", "JobResumed", "Job resumed");
                startTime = Times.ToSeconds(now);
                told = ("Resumed", "Job resumed", false);
            }
        }

        IReadOnlyList<int?> create = [];
        IReadOnlyList<V1Pod> delete = [];
        TimeSpan? recheck = null;
        if (conditions.IsEnding || isSuspended)
        {
            delete = active;
        }
        else
        {
            (create, delete, recheck) = Balance(job, tally, owned, active, terminating, now);
            recheck = Earlier(recheck, Deadline(job, startTime, now));
        }

        // The final condition waits until every pod has ended and is counted.
        var isQuiet = active.Count == 0 && terminating == 0 && tally.ToRelease.Count == 0 && tally.AllSucceeded == tally.Succeeded && tally.AllFailed == tally.Failed;
        DateTime? completionTime = null;
        if (conditions.IsEnding && isQuiet)
        {
            if (conditions.Find("FailureTarget") is { Status: "True" } target)
            {
                conditions.Set("Failed", "True", target.Reason, target.Message);
                told = (target.Reason, target.Message, true);
            }
            else
            {
                var met = conditions.Find("SuccessCriteriaMet")!;
                conditions.Set("Complete", "True", met.Reason, met.Message);
                completionTime = Times.ToSeconds(now);
                told = ("Completed", "Job completed", false);
            }
        }

        var status = new V1JobStatus
        {
            StartTime = startTime,
            CompletionTime = completionTime,
            Active = active.Count,
            Ready = active.Count(PodState.IsReady),
            Terminating = terminating,
            Succeeded = tally.Succeeded,
            Failed = tally.Failed,
            CompletedIndexes = job.Spec.CompletionMode == "Indexed" ? IndexSet.Format(tally.CompletedIndexes) : null,
            UncountedTerminatedPods = tally.Uncounted,
            Conditions = conditions.All,
        };
        return new(status, tally.ToRelease, create, delete, false, recheck, told);
    }

    private static JobPlan Finished(V1Job job, IReadOnlyCollection<V1Pod> owned, JobConditions conditions, DateTimeOffset now)
    {
        var release = owned.Where(JobTally.HasFinalizer).ToList();
        var delete = owned.Where(p => PodState.IsActive(p) && conditions.IsFinished).ToList();
        if (job.Metadata.DeletionTimestamp is not null || job.Spec.TtlSecondsAfterFinished is not { } ttl || conditions.FinishedAt is not { } finishedAt)
        {
            return new(job.Status, release, [], delete, false, null, null);
        }

        var left = finishedAt.AddSeconds(ttl) - now;
        return new(job.Status, release, [], delete, left <= TimeSpan.Zero, left > TimeSpan.Zero ? left : null, null);
    }

    private static (string Reason, string Message)? Failure(V1Job job, JobTally tally, IReadOnlyCollection<V1Pod> owned, DateTime? startTime, DateTimeOffset now)
    {
        var limit = job.Spec.BackoffLimit ?? 6;
        var restarts = job.Spec.Template.Spec.RestartPolicy == "OnFailure"
            ? owned.Where(PodState.IsActive).Sum(p => (p.Status?.ContainerStatuses ?? []).Concat(p.Status?.InitContainerStatuses ?? []).Sum(c => c.RestartCount))
            : 0;
        if (tally.AllFailed > limit || (restarts > 0 && restarts >= Math.Max(limit, 1)))
        {
            return ("BackoffLimitExceeded", "Job has reached the specified backoff limit");
        }

        return Deadline(job, startTime, now) is { } left && left <= TimeSpan.Zero
            ? ("DeadlineExceeded", "Job was active longer than specified deadline")
            : null;
    }

    private static bool IsComplete(V1Job job, JobTally tally, int active) =>
        job.Spec.Completions is { } wanted ? tally.AllSucceeded >= wanted : tally.AllSucceeded > 0 && active == 0;

    private static (IReadOnlyList<int?> Create, IReadOnlyList<V1Pod> Delete, TimeSpan? Recheck) Balance(
        V1Job job, JobTally tally, IReadOnlyCollection<V1Pod> owned, List<V1Pod> active, int terminating, DateTimeOffset now)
    {
        var parallelism = job.Spec.Parallelism ?? 1;
        var target = job.Spec.Completions is { } completions
            ? Math.Min(parallelism, Math.Max(0, completions - tally.AllSucceeded))
            : tally.AllSucceeded > 0 ? Math.Min(active.Count, parallelism) : parallelism;
        if (active.Count > target)
        {
            return ([], [.. ReplicaSets.ReplicaSetPlanner.Rank(active, owned).Take(active.Count - target)], null);
        }

        var occupied = job.Spec.PodReplacementPolicy == "Failed" ? terminating : 0;
        var missing = target - active.Count - occupied;
        if (missing <= 0)
        {
            return ([], [], null);
        }

        var wait = BackOff(owned, now);
        if (wait > TimeSpan.Zero)
        {
            return ([], [], wait);
        }

        if (job.Spec.CompletionMode != "Indexed")
        {
            return ([.. Enumerable.Repeat<int?>(null, missing)], [], null);
        }

        var taken = active.Select(JobTally.IndexOf).OfType<int>().Concat(tally.CompletedIndexes).ToHashSet();
        return ([.. Enumerable.Range(0, job.Spec.Completions ?? 0).Where(i => !taken.Contains(i)).Take(missing).Select(i => (int?)i)], [], null);
    }

    /// <summary>10 s, 20 s, 40 s... after each failure since the last success, at most six minutes.</summary>
    private static TimeSpan BackOff(IReadOnlyCollection<V1Pod> owned, DateTimeOffset now)
    {
        var lastSuccess = owned.Where(p => p.Status?.Phase == "Succeeded").Select(PodState.FinishedAt).Max();
        var failures = owned.Where(p => p.Status?.Phase == "Failed").Select(PodState.FinishedAt).OfType<DateTimeOffset>()
            .Where(t => lastSuccess is null || t > lastSuccess).ToList();
        if (failures.Count == 0)
        {
            return TimeSpan.Zero;
        }

        var delay = Math.Min(FirstDelay.TotalSeconds * Math.Pow(2, failures.Count - 1), LongestDelay.TotalSeconds);
        return failures.Max().AddSeconds(delay) - now;
    }

    private static TimeSpan? Deadline(V1Job job, DateTime? startTime, DateTimeOffset now) =>
        job.Spec.ActiveDeadlineSeconds is { } seconds && startTime is { } start ? Times.Utc(start).AddSeconds(seconds) - now : null;

    private static TimeSpan? Earlier(TimeSpan? left, TimeSpan? right) =>
        left is null ? right : right is null || left < right ? left : right;
}
