using k8s.Models;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Controllers.Jobs;

/// <summary>The conditions of a Job while a decision changes them.</summary>
internal sealed class JobConditions(V1Job job, DateTimeOffset now)
{
    public List<V1JobCondition> All { get; } = [.. job.Status?.Conditions ?? []];

    public bool IsFinished => All.Any(c => c.Status == "True" && c.Type is "Complete" or "Failed");

    /// <summary>The outcome is decided; pods are being stopped.</summary>
    public bool IsEnding => All.Any(c => c.Status == "True" && c.Type is "FailureTarget" or "SuccessCriteriaMet");

    public DateTimeOffset? FinishedAt =>
        All.FirstOrDefault(c => c.Status == "True" && c.Type is "Complete" or "Failed")?.LastTransitionTime is { } time ? Times.Utc(time) : null;

    public V1JobCondition? Find(string type) => All.FirstOrDefault(c => c.Type == type);

    /// <summary>Sets a condition; false when it already was so.</summary>
    public bool Set(string type, string status, string reason, string message)
    {
        var present = Find(type);
        if (present is not null && present.Status == status)
        {
            return false;
        }

        var time = Times.ToSeconds(now);
        var condition = new V1JobCondition { Type = type, Status = status, Reason = reason, Message = message, LastProbeTime = time, LastTransitionTime = time };
        if (present is null)
        {
            All.Add(condition);
        }
        else
        {
            All[All.IndexOf(present)] = condition;
        }

        return true;
    }
}
