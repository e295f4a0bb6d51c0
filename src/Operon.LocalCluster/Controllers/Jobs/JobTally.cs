using k8s.Models;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Controllers.Jobs;

/// <summary>
/// Counts ended pods exactly once: an end is first noted by uid in the status, then the pod loses its finalizer, then the uid moves
/// into the counter.
/// </summary>
internal sealed class JobTally
{
    private readonly List<string> _succeeding = [];
    private readonly List<string> _failing = [];

    public JobTally(V1Job job, IReadOnlyCollection<V1Pod> owned)
    {
        var status = job.Status;
        Succeeded = status?.Succeeded ?? 0;
        Failed = status?.Failed ?? 0;
        CompletedIndexes = IndexSet.Parse(status?.CompletedIndexes);
        var isIndexed = job.Spec.CompletionMode == "Indexed";
        var byUid = owned.ToDictionary(p => p.Metadata.Uid);
        foreach (var uid in status?.UncountedTerminatedPods?.Succeeded ?? [])
        {
            if (IsTracked(uid))
            {
                _succeeding.Add(uid);
            }
            else
            {
                Succeeded++;
            }
        }

        foreach (var uid in status?.UncountedTerminatedPods?.Failed ?? [])
        {
            if (IsTracked(uid))
            {
                _failing.Add(uid);
            }
            else
            {
                Failed++;
            }
        }

        foreach (var pod in owned.Where(HasFinalizer))
        {
            Note(job, pod, isIndexed);
        }

        if (isIndexed)
        {
            Succeeded = CompletedIndexes.Count;
        }

        bool IsTracked(string uid) => byUid.TryGetValue(uid, out var pod) && HasFinalizer(pod);
    }

    /// <summary>Counted successes; of an indexed Job the number of completed indexes.</summary>
    public int Succeeded { get; private set; }

    public int Failed { get; private set; }

    public SortedSet<int> CompletedIndexes { get; }

    /// <summary>Pods whose end is noted but which still hold the finalizer.</summary>
    public List<V1Pod> ToRelease { get; } = [];

    public int AllSucceeded => Succeeded + _succeeding.Count;

    public int AllFailed => Failed + _failing.Count;

    public V1UncountedTerminatedPods Uncounted => new() { Succeeded = [.. _succeeding], Failed = [.. _failing] };

    public static bool HasFinalizer(V1Pod pod) => pod.Metadata.Finalizers?.Contains(JobLabels.Finalizer) == true;

    public static int? IndexOf(V1Pod pod) =>
        pod.Metadata.Annotations is { } annotations && annotations.TryGetValue(JobLabels.CompletionIndex, out var text) && int.TryParse(text, out var index)
            ? index : null;

    private void Note(V1Job job, V1Pod pod, bool isIndexed)
    {
        var uid = pod.Metadata.Uid;
        if (_succeeding.Contains(uid) || _failing.Contains(uid))
        {
            ToRelease.Add(pod);
        }
        else if (pod.Status?.Phase == "Succeeded")
        {
            if (!isIndexed)
            {
                _succeeding.Add(uid);
            }
            else if (IndexOf(pod) is { } index && index < (job.Spec.Completions ?? 0))
            {
                CompletedIndexes.Add(index);
            }

            ToRelease.Add(pod);
        }
        else if (pod.Status?.Phase == "Failed" || PodState.IsTerminating(pod) && job.Status?.CompletionTime is null && !IsEnding(job))
        {
            _failing.Add(uid);
            ToRelease.Add(pod);
        }
        else if (PodState.IsTerminating(pod))
        {
            ToRelease.Add(pod);
        }
    }

    /// <summary>Pods that the Job itself stops (suspended, done, failed) are not failures.</summary>
    private static bool IsEnding(V1Job job) =>
        job.Spec.Suspend == true
        || job.Metadata.DeletionTimestamp is not null
        || (job.Status?.Conditions ?? []).Any(c => c.Status == "True" && c.Type is "Failed" or "FailureTarget" or "Complete" or "SuccessCriteriaMet");
}
