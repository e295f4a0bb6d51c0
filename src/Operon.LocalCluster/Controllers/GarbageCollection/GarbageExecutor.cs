using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Controllers.GarbageCollection;

/// <summary>Looks at live objects before it acts on them: the graph may lag, and what is deleted is gone.</summary>
internal sealed class GarbageExecutor(IKubernetesClient client, OwnerGraph graph, Func<string, string, ResourceType?> findType, Action<IEnumerable<string>> examine)
{
    /// <summary>Examines one object. Returns false when it has to be looked at again later.</summary>
    public async Task<bool> ExamineAsync(string uid, CancellationToken cancellationToken)
    {
        if (graph.Find(uid) is not { } node)
        {
            return true;
        }

        var decision = GarbageDecision.Decide(node, await OwnersAsync(node, cancellationToken), graph.DependentsOf(uid));
        if (decision is GarbageAction.Keep)
        {
            return !node.Owners.Any(o => findType(o.ApiVersion, o.Kind) is null) || node.IsDeleting;
        }

        if (decision is GarbageAction.AwaitDependents(var dependents))
        {
            examine(dependents);
            return true;
        }

        var resource = client.Resource(ResourceKinds.Metadata(node.Type));
        if (await resource.FindAsync(node.Key.Namespace, node.Key.Name, cancellationToken) is not { } item || item.Metadata.Uid != uid)
        {
            examine(graph.Remove(uid));
            return true;
        }

        var live = GraphNode.Of(node.Type, item);
        var owners = await OwnersAsync(live, cancellationToken);
        switch (GarbageDecision.Decide(live, owners, graph.DependentsOf(uid)))
        {
            case GarbageAction.DropOwners(var gone):
                await SetOwnersAsync(resource, item, [.. live.Owners.Where(o => !gone.Contains(o.Uid))], cancellationToken);
                break;
            case GarbageAction.Delete(var policy):
                await resource.DeleteAsync(live.Key.Namespace, live.Key.Name, cancellationToken, new DeleteOptions
                {
                    PropagationPolicy = policy,
                    PreconditionUid = uid,
                    PreconditionResourceVersion = item.Metadata.ResourceVersion,
                });
                break;
            case GarbageAction.Orphan:
                await OrphanAsync(live, cancellationToken);
                await RemoveFinalizerAsync(resource, item, GraphNode.OrphanFinalizer, cancellationToken);
                break;
            case GarbageAction.FinishForeground:
                await RemoveFinalizerAsync(resource, item, GraphNode.ForegroundFinalizer, cancellationToken);
                break;
            default:
                examine(graph.Set(live));
                break;
        }

        return true;
    }

    private async Task<Dictionary<string, OwnerState>> OwnersAsync(GraphNode node, CancellationToken cancellationToken)
    {
        var states = new Dictionary<string, OwnerState>();
        foreach (var owner in node.IsDeleting ? [] : node.Owners)
        {
            states[owner.Uid] = await StateAsync(node, owner, cancellationToken);
        }

        return states;
    }

    private async Task<OwnerState> StateAsync(GraphNode node, V1OwnerReference owner, CancellationToken cancellationToken)
    {
        if (findType(owner.ApiVersion, owner.Kind) is not { } type || (type.IsNamespaced && node.Key.Namespace is null))
        {
            return OwnerState.Unresolvable;
        }

        var key = new ObjectKey(type.IsNamespaced ? node.Key.Namespace : null, owner.Name);
        if (graph.Find(owner.Uid) is { } known && known.Key == key && known.Type.GroupResource == type.GroupResource)
        {
            return known.IsDeletingForeground ? OwnerState.Waiting : OwnerState.Solid;
        }

        var live = await client.Resource(ResourceKinds.Metadata(type)).FindAsync(key.Namespace, key.Name, cancellationToken);
        return live?.Metadata.Uid != owner.Uid ? OwnerState.Absent : GraphNode.Of(type, live).IsDeletingForeground ? OwnerState.Waiting : OwnerState.Solid;
    }

    private async Task OrphanAsync(GraphNode owner, CancellationToken cancellationToken)
    {
        foreach (var dependent in graph.DependentsOf(owner.Uid))
        {
            var resource = client.Resource(ResourceKinds.Metadata(dependent.Type));
            var item = await resource.FindAsync(dependent.Key.Namespace, dependent.Key.Name, cancellationToken);
            if (item?.Metadata.Uid == dependent.Uid)
            {
                await SetOwnersAsync(resource, item, [.. (item.Metadata.OwnerReferences ?? []).Where(o => o.Uid != owner.Uid)], cancellationToken);
            }
        }
    }

    private static Task<PartialObjectMetadata> SetOwnersAsync(IResourceClient<PartialObjectMetadata> resource, PartialObjectMetadata item, IList<V1OwnerReference> owners, CancellationToken cancellationToken)
    {
        var shell = new PartialObjectMetadata { Metadata = new V1ObjectMeta { OwnerReferences = owners } };
        var list = Documents.Json(ResourceKinds.Metadata(resource.Kind.Type), shell)["metadata"]?["ownerReferences"]?.DeepClone() ?? new JsonArray();
        return PatchAsync(resource, item, "ownerReferences", list, cancellationToken);
    }

    private static Task<PartialObjectMetadata> RemoveFinalizerAsync(IResourceClient<PartialObjectMetadata> resource, PartialObjectMetadata item, string finalizer, CancellationToken cancellationToken) =>
        PatchAsync(resource, item, "finalizers", new JsonArray([.. (item.Metadata.Finalizers ?? []).Where(f => f != finalizer).Select(f => (JsonNode?)f)]), cancellationToken);

    private static Task<PartialObjectMetadata> PatchAsync(IResourceClient<PartialObjectMetadata> resource, PartialObjectMetadata item, string field, JsonNode value, CancellationToken cancellationToken)
    {
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = item.Metadata.ResourceVersion, [field] = value } };
        var key = ObjectKey.Of(item);
        return resource.PatchAsync(key.Namespace, key.Name, Patch.Merge(patch), cancellationToken);
    }
}
