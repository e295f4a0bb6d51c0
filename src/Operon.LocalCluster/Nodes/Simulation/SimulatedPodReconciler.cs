using System.Globalization;
using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Objects;
using Operon.Runtime;

namespace Operon.LocalCluster.Nodes.Simulation;

/// <summary>Plays the kubelet for one pod.</summary>
internal sealed class SimulatedPodReconciler(
    IKubernetesClient client, ILister<V1Pod> pods, IReadOnlySet<string> nodes, SimulatedNodeAgentOptions options, TimeProvider time) : IReconciler
{
    private const string ReadyAnnotation = "simulation.operon.dev/ready";
    private const string PhaseAnnotation = "simulation.operon.dev/phase";
    private readonly IResourceClient<V1Pod> _pods = client.Resource(ResourceKinds.Pod);
    private int _addresses;

    public async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        if (pods.Find(context.Key) is not { } pod || pod.Spec.NodeName is null || !nodes.Contains(pod.Spec.NodeName))
        {
            return ReconcileResult.Done;
        }

        try
        {
            return await StepAsync(pod, cancellationToken);
        }
        catch (KubernetesApiException stale) when (stale.IsConflict || stale.IsNotFound)
        {
            return ReconcileResult.After(TimeSpan.FromMilliseconds(20));
        }
    }

    private async Task<ReconcileResult> StepAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        if (PodState.IsTerminating(pod))
        {
            await _pods.DeleteAsync(pod.Metadata.NamespaceProperty, pod.Metadata.Name, cancellationToken, new DeleteOptions { GracePeriodSeconds = 0, PreconditionUid = pod.Metadata.Uid });
            return ReconcileResult.Done;
        }

        if (PodState.IsTerminal(pod))
        {
            return ReconcileResult.Done;
        }

        var now = time.GetUtcNow();
        if (pod.Status?.Phase != "Running")
        {
            var scheduled = PodState.Condition(pod, "PodScheduled")?.LastTransitionTime is { } at ? Times.Utc(at) : now;
            if (scheduled + options.StartDelay is var start && start > now)
            {
                return ReconcileResult.After(start - now);
            }

            return await RunAsync(pod, now, cancellationToken);
        }

        if (FinalPhase(pod) is { } phase)
        {
            var end = Times.Utc(pod.Status.StartTime ?? now.UtcDateTime) + options.JobDuration;
            if (end > now)
            {
                return ReconcileResult.After(end - now);
            }

            await WriteAsync(pod, phase, isReady: false, now, cancellationToken);
            return ReconcileResult.Done;
        }

        if (PodState.IsReady(pod) != IsWantedReady(pod))
        {
            await WriteAsync(pod, "Running", IsWantedReady(pod), now, cancellationToken);
        }

        return ReconcileResult.Done;
    }

    private async Task<ReconcileResult> RunAsync(V1Pod pod, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await WriteAsync(pod, "Running", IsWantedReady(pod), now, cancellationToken);
        return FinalPhase(pod) is null ? ReconcileResult.Done : ReconcileResult.After(options.JobDuration);
    }

    private async Task WriteAsync(V1Pod pod, string phase, bool isReady, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var copy = Documents.Copy(ResourceKinds.Pod, pod);
        var time = Times.ToSeconds(now);
        copy.Status ??= new V1PodStatus();
        copy.Status.Phase = phase;
        copy.Status.StartTime ??= time;
        copy.Status.HostIP = "10.100.0.1";
        copy.Status.PodIP ??= NextAddress();
        copy.Status.PodIPs = [new V1PodIP { Ip = copy.Status.PodIP }];
        copy.Status.Conditions =
        [
            .. (pod.Status?.Conditions ?? []).Where(c => c.Type is not ("Initialized" or "Ready" or "ContainersReady")),
            Condition("Initialized", true), Condition("Ready", isReady), Condition("ContainersReady", isReady),
        ];
        copy.Status.ContainerStatuses = [.. pod.Spec.Containers.Select(c => Container(c, phase, isReady, time))];
        await _pods.UpdateAsync(copy, cancellationToken, subresource: "status");

        V1PodCondition Condition(string type, bool holds)
        {
            var status = holds ? "True" : "False";
            var before = PodState.Condition(pod, type);
            return new V1PodCondition { Type = type, Status = status, LastTransitionTime = before?.Status == status ? before.LastTransitionTime : time };
        }
    }

    private static V1ContainerStatus Container(V1Container container, string phase, bool isReady, DateTime time) => new()
    {
        Name = container.Name,
        Image = container.Image,
        ImageID = container.Image,
        Ready = isReady,
        Started = phase == "Running",
        State = phase == "Running"
            ? new V1ContainerState { Running = new V1ContainerStateRunning { StartedAt = time } }
            : new V1ContainerState
            {
                Terminated = new V1ContainerStateTerminated
                {
                    ExitCode = phase == "Succeeded" ? 0 : 1,
                    Reason = phase == "Succeeded" ? "Completed" : "Error",
                    StartedAt = time,
                    FinishedAt = time,
                },
            },
    };

    private static bool IsWantedReady(V1Pod pod) => Annotation(pod, ReadyAnnotation) != "false";

    private static string? FinalPhase(V1Pod pod) =>
        Annotation(pod, PhaseAnnotation) ?? (Ownership.ControllerOf(pod) is { Kind: "Job" } ? "Succeeded" : null);

    private static string? Annotation(V1Pod pod, string name) =>
        pod.Metadata.Annotations is { } annotations && annotations.TryGetValue(name, out var value) ? value : null;

    private string NextAddress()
    {
        var number = Interlocked.Increment(ref _addresses);
        return string.Create(CultureInfo.InvariantCulture, $"10.{(number >> 16) + 128}.{(number >> 8) & 255}.{number & 255}");
    }
}
