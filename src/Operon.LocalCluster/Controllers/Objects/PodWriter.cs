using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.LocalCluster.Controllers.Objects;

/// <summary>Creates, deletes, adopts and releases pods for a controller, with the events users know.</summary>
internal sealed class PodWriter(IKubernetesClient client, IEventRecorder events, ResourceType ownerType)
{
    private readonly IResourceClient<V1Pod> _pods = client.Resource(ResourceKinds.Pod);

    /// <summary>
    /// Creates pods in batches of 1, 2, 4... so that a pod the server refuses is refused a few times only. Returns what went wrong,
    /// null when all were created.
    /// </summary>
    public async Task<KubernetesApiException?> CreateAsync(
        IKubernetesObject<V1ObjectMeta> owner, IReadOnlyList<V1Pod> pods, CancellationToken cancellationToken)
    {
        var batch = 1;
        for (var done = 0; done < pods.Count; done += batch, batch *= 2)
        {
            var tries = await Task.WhenAll(pods.Skip(done).Take(batch).Select(p => TryCreateAsync(owner, p, cancellationToken)));
            if (tries.FirstOrDefault(t => t is not null) is { } failure)
            {
                return failure;
            }
        }

        return null;
    }

    public async Task DeleteAsync(IKubernetesObject<V1ObjectMeta> owner, V1Pod pod, CancellationToken cancellationToken)
    {
        try
        {
            await _pods.DeleteAsync(pod.Metadata.NamespaceProperty, pod.Metadata.Name, cancellationToken, new DeleteOptions { PreconditionUid = pod.Metadata.Uid });
        }
        catch (KubernetesApiException gone) when (gone.IsNotFound || gone.IsConflict)
        {
            return;
        }

        events.Normal(owner, "SuccessfulDelete", $"Deleted pod: {pod.Metadata.Name}");
    }

    public Task AdoptAsync(IKubernetesObject<V1ObjectMeta> owner, V1Pod pod, CancellationToken cancellationToken)
    {
        var reference = Ownership.Controller(ownerType, owner);
        return PatchReferencesAsync(pod, [.. pod.Metadata.OwnerReferences ?? [], reference], cancellationToken);
    }

    public Task ReleaseAsync(IKubernetesObject<V1ObjectMeta> owner, V1Pod pod, CancellationToken cancellationToken) =>
        PatchReferencesAsync(pod, [.. pod.Metadata.OwnerReferences.Where(r => r.Uid != owner.Metadata.Uid)], cancellationToken);

    private async Task<KubernetesApiException?> TryCreateAsync(
        IKubernetesObject<V1ObjectMeta> owner, V1Pod pod, CancellationToken cancellationToken)
    {
        try
        {
            var stored = await _pods.CreateAsync(pod, cancellationToken);
            events.Normal(owner, "SuccessfulCreate", $"Created pod: {stored.Metadata.Name}");
            return null;
        }
        catch (KubernetesApiException refusal)
        {
            events.Warning(owner, "FailedCreate", $"Error creating: {refusal.Message}");
            return refusal;
        }
    }

    private async Task PatchReferencesAsync(V1Pod pod, IReadOnlyList<V1OwnerReference> references, CancellationToken cancellationToken)
    {
        var shell = new V1Pod { Metadata = new V1ObjectMeta { OwnerReferences = [.. references] } };
        var list = Documents.Json(ResourceKinds.Pod, shell)["metadata"]?["ownerReferences"]?.DeepClone() ?? new JsonArray();
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["uid"] = pod.Metadata.Uid,
                ["resourceVersion"] = pod.Metadata.ResourceVersion,
                ["ownerReferences"] = list,
            },
        };
        try
        {
            await _pods.PatchAsync(pod.Metadata.NamespaceProperty, pod.Metadata.Name, Patch.Merge(patch), cancellationToken);
        }
        catch (KubernetesApiException gone) when (gone.IsNotFound)
        {
            // Somebody deleted it first; the watch will say so.
        }
    }
}
