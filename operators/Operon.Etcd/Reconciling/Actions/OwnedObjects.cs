using k8s;
using k8s.Models;
using Operon.Etcd.Objects;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Creates and deletes the objects of a cluster; an object that is there already, or gone already, is no error.</summary>
internal sealed class OwnedObjects(IKubernetesClient client)
{
    /// <summary>Null when it is there and belongs to this cluster; else what stands in the way.</summary>
    public async Task<string?> CreateAsync<T>(ResourceKind<T> kind, T resource, ClusterLayout layout, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            await client.Resource(kind).CreateAsync(resource, cancellationToken);
            return null;
        }
        catch (KubernetesApiException e) when (e.IsAlreadyExists)
        {
            var existing = await client.Resource(kind).FindAsync(layout.Namespace, resource.Metadata.Name, cancellationToken);
            return existing is not null && layout.OwnsClaim(existing.Metadata) && existing.Metadata.DeletionTimestamp is null
                ? null
                : $"{kind.Type.Kind} {resource.Metadata.Name} exists and does not belong to this cluster; delete or rename it";
        }
    }

    /// <summary>Deletes the very object that was seen. Null when it is gone; else why it is not.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="seen">Its metadata at the time of the decision; null when it was not there.</param>
    /// <param name="options">What else to ask of the server.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    public async Task<string?> DeleteAsync<T>(ResourceKind<T> kind, V1ObjectMeta? seen, DeleteOptions options, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (seen is null)
        {
            return null;
        }

        try
        {
            await client.Resource(kind).DeleteAsync(seen.NamespaceProperty, seen.Name, cancellationToken, options with { PreconditionUid = seen.Uid });
            return null;
        }
        catch (KubernetesApiException e) when (e.IsConflict)
        {
            return $"{kind.Type.Kind} {seen.Name} has changed meanwhile";
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            // Somebody else was faster; gone is gone.
            return null;
        }
    }
}
