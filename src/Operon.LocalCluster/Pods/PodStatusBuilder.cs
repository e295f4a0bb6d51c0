using k8s.Models;

namespace Operon.LocalCluster.Pods;

/// <summary>Works out a pod's status from its containers by kubelet's rules.</summary>
internal static class PodStatusBuilder
{
    private static readonly string[] OwnConditions = ["PodReadyToStartContainers", "Initialized", "ContainersReady", "Ready", "PodScheduled"];

    public static V1PodStatus Build(V1Pod pod, PodObservation observed, DateTime now)
    {
        var phase = observed.ForcedPhase ?? Phase(pod, observed);
        var status = new V1PodStatus
        {
            ObservedGeneration = pod.Metadata.Generation,
            Phase = phase,
            Reason = observed.Reason,
            Message = observed.Message,
            StartTime = observed.StartTime,
            HostIP = observed.NodeAddress,
            HostIPs = [new V1HostIP { Ip = observed.NodeAddress }],
            QosClass = pod.Status?.QosClass ?? QualityOfService.Of(pod.Spec),
            InitContainerStatuses = observed.InitContainers.Count == 0 ? null : [.. observed.InitContainers.Select(container => container.ToStatus())],
            ContainerStatuses = [.. observed.Containers.Select(container => container.ToStatus())],
            Conditions = Conditions(pod, observed, phase, now),
        };
        if (observed.PodAddress is { } address)
        {
            status.PodIP = address;
            status.PodIPs = [new V1PodIP { Ip = address }];
        }

        return status;
    }

    /// <summary>Whether the agent alone decides this condition.</summary>
    public static bool IsOwn(string conditionType) => OwnConditions.Contains(conditionType);

    public static string Phase(V1Pod pod, PodObservation observed)
    {
        if (!observed.IsInitialized)
        {
            var hasFailed = pod.Spec.RestartPolicy == "Never"
                && observed.InitContainers.Any(container => container.State.Terminated is { ExitCode: not 0 } && !IsSidecar(pod, container.Name));
            return hasFailed ? "Failed" : "Pending";
        }

        int waiting = 0, running = 0, stopped = 0, succeeded = 0;
        foreach (var container in observed.Containers)
        {
            if (container.State.Running is not null)
            {
                running++;
            }
            else if (container.State.Terminated is not null || container.LastState?.Terminated is not null)
            {
                stopped++;
                succeeded += container.HasSucceeded ? 1 : 0;
            }
            else
            {
                waiting++;
            }
        }

        if (waiting > 0)
        {
            return "Pending";
        }

        if (running > 0 || pod.Spec.RestartPolicy is null or "Always")
        {
            return "Running";
        }

        if (stopped == succeeded)
        {
            return "Succeeded";
        }

        return pod.Spec.RestartPolicy == "Never" ? "Failed" : "Running";
    }

    private static bool IsSidecar(V1Pod pod, string name) =>
        pod.Spec.InitContainers?.Any(container => container.Name == name && container.RestartPolicy == "Always") == true;

    private static List<V1PodCondition> Conditions(V1Pod pod, PodObservation observed, string phase, DateTime now)
    {
        var present = pod.Status?.Conditions ?? [];
        var conditions = new List<V1PodCondition>();
        var unready = observed.Containers.Where(container => !container.Ready).Select(container => container.Name).ToList();
        var terminalReason = phase switch { "Succeeded" => "PodCompleted", "Failed" => "PodFailed", _ => null };
        var incomplete = observed.InitContainers
            .Where(container => IsSidecar(pod, container.Name) ? !container.Started : !container.HasSucceeded)
            .Select(container => container.Name)
            .ToList();

        Add("PodReadyToStartContainers", observed.HasSandbox);
        if (observed.IsInitialized)
        {
            Add("Initialized", true, phase == "Succeeded" ? "PodCompleted" : null);
        }
        else
        {
            Add("Initialized", false, "ContainersNotInitialized", $"containers with incomplete status: [{string.Join(' ', incomplete)}]");
        }

        var containersReady = terminalReason is null && observed.IsInitialized && unready.Count == 0;
        var notReady = $"containers with unready status: [{string.Join(' ', unready)}]";
        Add("ContainersReady", containersReady, containersReady ? null : terminalReason ?? "ContainersNotReady", containersReady || terminalReason is not null ? null : notReady);
        var closedGates = (pod.Spec.ReadinessGates ?? [])
            .Where(gate => present.FirstOrDefault(condition => condition.Type == gate.ConditionType)?.Status != "True")
            .Select(gate => gate.ConditionType)
            .ToList();
        if (containersReady && closedGates.Count > 0)
        {
            Add("Ready", false, "ReadinessGatesNotReady", $"corresponding condition of pod readiness gate \"{closedGates[0]}\" does not exist or is not \"True\".");
        }
        else
        {
            Add("Ready", containersReady, containersReady ? null : terminalReason ?? "ContainersNotReady", containersReady || terminalReason is not null ? null : notReady);
        }

        Add("PodScheduled", true);
        conditions.AddRange(present.Where(condition => !OwnConditions.Contains(condition.Type)));
        return conditions;

        void Add(string type, bool isTrue, string? reason = null, string? message = null)
        {
            var status = isTrue ? "True" : "False";
            var before = present.FirstOrDefault(condition => condition.Type == type);
            conditions.Add(new V1PodCondition
            {
                Type = type,
                Status = status,
                Reason = reason,
                Message = message,
                ObservedGeneration = pod.Metadata.Generation,
                LastTransitionTime = before?.Status == status && before.LastTransitionTime is { } since ? since : now,
            });
        }
    }
}
