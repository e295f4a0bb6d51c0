using System.Text.Json.Nodes;

namespace Operon.ApiServer.Printing;

/// <summary>A pod as one line.</summary>
internal sealed record PodState(string Status, int ReadyContainers, int TotalContainers, long Restarts, DateTimeOffset? LastRestart)
{
    public static PodState Of(JsonObject pod)
    {
        var sidecars = pod.List("spec", "initContainers")
            .Where(container => container.Text("restartPolicy") == "Always")
            .Select(container => container.Text("name"))
            .ToHashSet(StringComparer.Ordinal);
        var init = Initialization(pod, sidecars);
        var state = new PodState(
            init.Status ?? BaseReason(pod), init.ReadySidecars, pod.List("spec", "containers").Count + sidecars.Count, init.Restarts.Count, init.Restarts.Last);
        if (init.Status is null || pod.Condition("Initialized").Text("status") == "True")
        {
            state = WithContainers(state with { Restarts = init.SidecarRestarts.Count, LastRestart = init.SidecarRestarts.Last }, pod);
        }
        if (!pod.Has("metadata", "deletionTimestamp"))
        {
            return state;
        }
        if (pod.Text("status", "reason") == "NodeLost")
        {
            return state with { Status = "Unknown" };
        }
        return pod.Text("status", "phase") is "Succeeded" or "Failed" ? state : state with { Status = "Terminating" };
    }

    private static string BaseReason(JsonObject pod)
    {
        var gated = pod.List("status", "conditions").Any(condition => condition.Text("type") == "PodScheduled" && condition.Text("reason") == "SchedulingGated");
        return gated ? "SchedulingGated" : pod.Text("status", "reason") is { Length: > 0 } reason ? reason : pod.Text("status", "phase");
    }

    /// <summary>Status is null when no init container is in the way.</summary>
    private static (string? Status, int ReadySidecars, RestartCount Restarts, RestartCount SidecarRestarts) Initialization(JsonObject pod, HashSet<string> sidecars)
    {
        var statuses = pod.List("status", "initContainerStatuses");
        var (all, ofSidecars, ready) = (new RestartCount(0, null), new RestartCount(0, null), 0);
        for (var i = 0; i < statuses.Count; i++)
        {
            var status = statuses[i];
            var isSidecar = sidecars.Contains(status.Text("name"));
            all = all.Add(status);
            ofSidecars = isSidecar ? ofSidecars.Add(status) : ofSidecars;
            var terminated = status.At("state", "terminated");
            if (terminated is not null && (terminated.Number("exitCode") ?? 0) == 0)
            {
                continue;
            }
            if (isSidecar && status.IsTrue("started"))
            {
                ready += status.IsTrue("ready") ? 1 : 0;
                continue;
            }
            var waiting = status.Text("state", "waiting", "reason");
            var reason = terminated is not null ? "Init:" + Ended(terminated)
                : waiting is not ("" or "PodInitializing") ? "Init:" + waiting
                : $"Init:{i}/{pod.List("spec", "initContainers").Count}";
            return (reason, ready, all, ofSidecars);
        }
        return (null, ready, all, ofSidecars);
    }

    private static PodState WithContainers(PodState state, JsonObject pod)
    {
        var (status, ready, running) = (state.Status, state.ReadyContainers, false);
        var restarts = new RestartCount(state.Restarts, state.LastRestart);
        foreach (var container in pod.List("status", "containerStatuses").Reverse())
        {
            restarts = restarts.Add(container);
            var terminated = container.At("state", "terminated");
            if (container.Text("state", "waiting", "reason") is { Length: > 0 } waiting)
            {
                status = waiting;
            }
            else if (terminated is not null)
            {
                status = Ended(terminated);
            }
            else if (container.IsTrue("ready") && container.Has("state", "running"))
            {
                running = true;
                ready++;
            }
        }
        if (status == "Completed" && running)
        {
            status = pod.Condition("Ready").Text("status") == "True" ? "Running" : "NotReady";
        }
        return state with { Status = status, ReadyContainers = ready, Restarts = restarts.Count, LastRestart = restarts.Last };
    }

    private static string Ended(JsonNode terminated) => terminated.Text("reason") is { Length: > 0 } reason ? reason
        : terminated.Number("signal") is { } signal and not 0 ? $"Signal:{signal}"
        : $"ExitCode:{terminated.Number("exitCode") ?? 0}";

    private sealed record RestartCount(long Count, DateTimeOffset? Last)
    {
        public RestartCount Add(JsonNode? status)
        {
            var finished = status.Time("lastState", "terminated", "finishedAt");
            return new RestartCount(Count + (status.Number("restartCount") ?? 0), Last is null || finished > Last ? finished ?? Last : Last);
        }
    }
}
