using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Objects;
using Operon.LocalCluster.Controllers.Volumes;
using Operon.Runtime;

namespace Operon.LocalCluster.Scheduling;

/// <summary>Gives each pod that waits for one a node.</summary>
internal sealed class SchedulingReconciler(
    IKubernetesClient client,
    ILister<V1Pod> pods,
    ILister<V1Node> nodes,
    ILister<V1Namespace> namespaces,
    ILister<V1PersistentVolumeClaim> claims,
    ILister<V1PersistentVolume> volumes,
    ILister<V1StorageClass> classes,
    IEventRecorder events,
    TimeProvider time) : IReconciler
{
    public const string Name = "default-scheduler";
    private static readonly ResourceKind<V1Binding> _binding = new(ResourceKinds.Pod.Type, Subresources.Binding.Json);
    private readonly AssumedPods _assumed = new();
    private readonly ConcurrentDictionary<ObjectKey, bool> _waiting = [];

    /// <summary>Pods that a change elsewhere may help.</summary>
    public IEnumerable<ObjectKey> Waiting => _waiting.Keys;

    public async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        var pod = pods.Find(context.Key);
        if (pod is null || !string.IsNullOrEmpty(pod.Spec.NodeName) || !PodState.IsActive(pod) || pod.Spec.SchedulerName is not (null or "" or Name))
        {
            _waiting.TryRemove(context.Key, out _);
            return ReconcileResult.Done;
        }

        if (pod.Spec.SchedulingGates is { Count: > 0 })
        {
            await ReportAsync(pod, "SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates", cancellationToken);
            return ReconcileResult.Done;
        }

        var cluster = Snapshot(pod);
        var placement = PlacementDecision.Decide(pod, cluster);
        if (placement.Node is not { } node)
        {
            _assumed.Forget(pod.Metadata.Uid);
            _waiting[context.Key] = true;
            if (await ReportAsync(pod, "Unschedulable", placement.Message!, cancellationToken))
            {
                events.Warning(pod, "FailedScheduling", placement.Message!);
            }

            return ReconcileResult.After(TimeSpan.FromSeconds(30));
        }

        _assumed.Assume(pod, node);
        var unbound = PodVolumes.ToBind(pod, cluster);
        if (unbound.Count > 0)
        {
            _waiting[context.Key] = true;
            await SelectNodeAsync(unbound, node, cancellationToken);
            return ReconcileResult.After(TimeSpan.FromSeconds(30));
        }

        await BindAsync(pod, node, cancellationToken);
        _waiting.TryRemove(context.Key, out _);
        return ReconcileResult.Done;
    }

    private ClusterSnapshot Snapshot(V1Pod pod) => new(
        [.. nodes.List().Where(n => n.Metadata.DeletionTimestamp is null).OrderBy(n => n.Metadata.Name, StringComparer.Ordinal)],
        _assumed.Placed(pods.List(), pod),
        claims.List(pod.Metadata.NamespaceProperty).ToDictionary(c => c.Metadata.Name),
        volumes.List().ToDictionary(v => v.Metadata.Name),
        classes.List().ToDictionary(c => c.Metadata.Name),
        namespaces.List().ToDictionary(n => n.Metadata.Name));

    private async Task BindAsync(V1Pod pod, string node, CancellationToken cancellationToken)
    {
        var binding = new V1Binding
        {
            ApiVersion = "v1",
            Kind = "Binding",
            Metadata = new V1ObjectMeta { Name = pod.Metadata.Name, NamespaceProperty = pod.Metadata.NamespaceProperty, Uid = pod.Metadata.Uid },
            Target = new V1ObjectReference { ApiVersion = "v1", Kind = "Node", Name = node },
        };
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(ResourceKinds.Pod.Type.Path(pod.Metadata.NamespaceProperty, pod.Metadata.Name, "binding"), UriKind.Relative))
        {
            Content = new StringContent(System.Text.Json.JsonSerializer.Serialize(binding, _binding.Json), null, "application/json"),
        };
        using var response = await client.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            events.Normal(pod, "Scheduled", $"Successfully assigned {pod.Metadata.NamespaceProperty}/{pod.Metadata.Name} to {node}");
            return;
        }

        _assumed.Forget(pod.Metadata.Uid);
        if (response.StatusCode is not (System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.Conflict))
        {
            var answer = await response.Content.ReadAsStringAsync(cancellationToken);
            throw new HttpRequestException($"Binding pod {pod.Metadata.NamespaceProperty}/{pod.Metadata.Name} to {node} failed with {(int)response.StatusCode}: {answer}", null, response.StatusCode);
        }
    }

    private async Task SelectNodeAsync(IReadOnlyList<V1PersistentVolumeClaim> unbound, string node, CancellationToken cancellationToken)
    {
        foreach (var claim in unbound.Where(c => PodVolumes.SelectedNode(c) != node))
        {
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [LocalStorage.SelectedNode] = node } } };
            await client.Resource(ResourceKinds.PersistentVolumeClaim)
                .PatchAsync(claim.Metadata.NamespaceProperty, claim.Metadata.Name, Patch.Merge(patch), cancellationToken);
        }
    }

    /// <summary>Writes PodScheduled=False; false when it says so already.</summary>
    private async Task<bool> ReportAsync(V1Pod pod, string reason, string message, CancellationToken cancellationToken)
    {
        var present = PodState.Condition(pod, "PodScheduled");
        if (present?.Status == "False" && present.Reason == reason && present.Message == message)
        {
            return false;
        }

        var since = present?.Status == "False" && present.LastTransitionTime is { } before ? Times.Utc(before) : time.GetUtcNow();
        var condition = new JsonObject
        {
            ["type"] = "PodScheduled",
            ["status"] = "False",
            ["reason"] = reason,
            ["message"] = message,
            ["lastTransitionTime"] = since.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        };
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["uid"] = pod.Metadata.Uid },
            ["status"] = new JsonObject { ["conditions"] = new JsonArray(condition) },
        };
        try
        {
            await client.Resource(ResourceKinds.Pod)
                .PatchAsync(pod.Metadata.NamespaceProperty, pod.Metadata.Name, Patch.StrategicMerge(patch), cancellationToken, subresource: "status");
        }
        catch (KubernetesApiException gone) when (gone.IsNotFound || gone.IsConflict)
        {
            return false;
        }

        return true;
    }
}
