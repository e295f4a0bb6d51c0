using k8s.Models;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Controllers.Deployments;

/// <summary>Counts and conditions of a Deployment, with the reasons <c>kubectl rollout</c> and users rely on.</summary>
internal static class DeploymentStatusBuilder
{
    public static V1DeploymentStatus Build(DeploymentSituation now)
    {
        var available = now.Available;
        var status = new V1DeploymentStatus
        {
            ObservedGeneration = now.Deployment.Metadata.Generation,
            Replicas = now.All.Sum(s => s.Status?.Replicas ?? 0),
            UpdatedReplicas = now.New?.Status?.Replicas ?? 0,
            ReadyReplicas = now.All.Sum(s => s.Status?.ReadyReplicas ?? 0),
            AvailableReplicas = available,
            UnavailableReplicas = Math.Max(0, now.Total - available),
            TerminatingReplicas = now.All.Sum(s => s.Status?.TerminatingReplicas ?? 0),
            CollisionCount = now.Deployment.Status?.CollisionCount,
            Conditions = [.. now.Deployment.Status?.Conditions ?? []],
        };
        SetAvailable(now, status);
        SetProgressing(now, status);
        SetReplicaFailure(now, status);
        return status;
    }

    /// <summary>How long until a rollout without progress counts as failed; null when it already ended.</summary>
    public static TimeSpan? ProgressDeadline(DeploymentSituation now, V1DeploymentStatus status)
    {
        var condition = status.Conditions.FirstOrDefault(c => c.Type == "Progressing");
        if (now.IsPaused || condition?.LastUpdateTime is not { } updated || condition.Status != "True" || condition.Reason == "NewReplicaSetAvailable")
        {
            return null;
        }

        var left = Times.Utc(updated).AddSeconds((now.Deployment.Spec.ProgressDeadlineSeconds ?? 600) + 1) - now.Now;
        return left > TimeSpan.Zero ? left : TimeSpan.FromSeconds(1);
    }

    private static void SetAvailable(DeploymentSituation now, V1DeploymentStatus status)
    {
        var isAvailable = now.Available >= now.Wanted - now.Bounds.MaxUnavailable;
        Set(now, status, "Available", isAvailable ? "True" : "False",
            isAvailable ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
            isAvailable ? "Deployment has minimum availability." : "Deployment does not have minimum availability.");
    }

    private static void SetProgressing(DeploymentSituation now, V1DeploymentStatus status)
    {
        var before = now.Deployment.Status;
        var present = status.Conditions.FirstOrDefault(c => c.Type == "Progressing");
        if (now.IsPaused)
        {
            if (present?.Reason != "NewReplicaSetAvailable" || now.New is null)
            {
                Set(now, status, "Progressing", "Unknown", "DeploymentPaused", "Deployment is paused");
            }

            return;
        }

        if (present?.Reason == "DeploymentPaused")
        {
            Set(now, status, "Progressing", "Unknown", "DeploymentResumed", "Deployment is resumed");
            present = status.Conditions.First(c => c.Type == "Progressing");
        }

        var name = now.New?.Metadata.Name;
        if (now.New is null)
        {
            return;
        }

        if (now.IsComplete)
        {
            Set(now, status, "Progressing", "True", "NewReplicaSetAvailable", $"ReplicaSet \"{name}\" has successfully progressed.");
        }
        else if (present is null || present.Message?.Contains($"\"{name}\"", StringComparison.Ordinal) != true)
        {
            Set(now, status, "Progressing", "True", "NewReplicaSetCreated", $"Created new replica set \"{name}\"", isProgress: true);
        }
        else if (present.Reason != "NewReplicaSetAvailable" && HasProgressed(before, status))
        {
            Set(now, status, "Progressing", "True", "ReplicaSetUpdated", $"ReplicaSet \"{name}\" is progressing.", isProgress: true);
        }
        else if (present.Reason is not ("NewReplicaSetAvailable" or "ProgressDeadlineExceeded") && present.LastUpdateTime is { } updated
            && Times.Utc(updated).AddSeconds(now.Deployment.Spec.ProgressDeadlineSeconds ?? 600) < now.Now)
        {
            Set(now, status, "Progressing", "False", "ProgressDeadlineExceeded", $"ReplicaSet \"{name}\" has timed out progressing.");
        }
    }

    private static bool HasProgressed(V1DeploymentStatus? before, V1DeploymentStatus status) =>
        status.UpdatedReplicas > (before?.UpdatedReplicas ?? 0)
        || status.Replicas - status.UpdatedReplicas < (before?.Replicas ?? 0) - (before?.UpdatedReplicas ?? 0)
        || status.ReadyReplicas > (before?.ReadyReplicas ?? 0)
        || status.AvailableReplicas > (before?.AvailableReplicas ?? 0);

    private static void SetReplicaFailure(DeploymentSituation now, V1DeploymentStatus status)
    {
        var failure = now.All.SelectMany(s => s.Status?.Conditions ?? []).FirstOrDefault(c => c.Type == "ReplicaFailure" && c.Status == "True");
        if (failure is not null)
        {
            Set(now, status, "ReplicaFailure", "True", failure.Reason, failure.Message);
        }
        else if (status.Conditions.FirstOrDefault(c => c.Type == "ReplicaFailure") is { } stale)
        {
            status.Conditions.Remove(stale);
        }
    }

    private static void Set(DeploymentSituation now, V1DeploymentStatus status, string type, string value, string reason, string message, bool isProgress = false)
    {
        var time = Times.ToSeconds(now.Now);
        var present = status.Conditions.FirstOrDefault(c => c.Type == type);
        if (present is not null && present.Status == value && present.Reason == reason && present.Message == message && !isProgress)
        {
            return;
        }

        var condition = new V1DeploymentCondition
        {
            Type = type,
            Status = value,
            Reason = reason,
            Message = message,
            LastUpdateTime = time,
            LastTransitionTime = present?.Status == value ? present.LastTransitionTime : time,
        };
        if (present is null)
        {
            status.Conditions.Add(condition);
        }
        else
        {
            status.Conditions[status.Conditions.IndexOf(present)] = condition;
        }
    }
}
