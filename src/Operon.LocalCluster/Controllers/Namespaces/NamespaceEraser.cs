using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Controllers.Namespaces;

/// <summary>Deletes what a namespace holds: pods first, and the rest only when they are gone, so that they can stop in order.</summary>
internal sealed class NamespaceEraser(IKubernetesClient client)
{
    public async Task<NamespaceContent> EraseAsync(string name, IReadOnlyList<ResourceType> types, CancellationToken cancellationToken)
    {
        var namespaced = types.Where(t => t.IsNamespaced).ToList();
        var pods = await EraseAsync(name, namespaced.Where(IsPod), cancellationToken);
        return pods.IsEmpty ? await EraseAsync(name, namespaced.Where(t => !IsPod(t)), cancellationToken) : pods;

        static bool IsPod(ResourceType type) => type is { Group: "", Plural: "pods" };
    }

    private async Task<NamespaceContent> EraseAsync(string name, IEnumerable<ResourceType> types, CancellationToken cancellationToken)
    {
        var remaining = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var finalizers = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var failures = new List<string>();
        var grace = TimeSpan.Zero;
        foreach (var type in types)
        {
            var resource = client.Resource(ResourceKinds.Metadata(type));
            try
            {
                foreach (var item in (await resource.ListAsync(name, null, cancellationToken)).Items.Where(i => i.Metadata.DeletionTimestamp is null))
                {
                    await DeleteAsync(resource, name, item, cancellationToken);
                }

                var left = (await resource.ListAsync(name, null, cancellationToken)).Items;
                if (left.Count > 0)
                {
                    remaining[$"{type.Plural}.{type.Group}"] = left.Count;
                    grace = left.Select(i => TimeSpan.FromSeconds(i.Metadata.DeletionGracePeriodSeconds ?? 0)).Append(grace).Max();
                    foreach (var finalizer in left.SelectMany(i => i.Metadata.Finalizers ?? []))
                    {
                        finalizers[finalizer] = finalizers.GetValueOrDefault(finalizer) + 1;
                    }
                }
            }
            catch (KubernetesApiException refusal) when (ResourceSurvey.IsNotListable(refusal))
            {
                // A custom resource whose definition is being removed has no objects any more.
            }
            catch (KubernetesApiException refusal)
            {
                failures.Add($"{type.GroupResource}: {refusal.Message}");
            }
        }

        return new(remaining, finalizers, failures, grace);
    }

    private static async Task DeleteAsync(IResourceClient<PartialObjectMetadata> resource, string name, PartialObjectMetadata item, CancellationToken cancellationToken)
    {
        try
        {
            await resource.DeleteAsync(name, item.Metadata.Name, cancellationToken, new DeleteOptions { PropagationPolicy = "Background", PreconditionUid = item.Metadata.Uid });
        }
        catch (KubernetesApiException gone) when (gone.IsNotFound || gone.IsConflict)
        {
            // Gone, or replaced: the next round sees what is there now.
        }
    }
}
