using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// Puts a finalizer around the work on an object: it is there before anything is done, and goes when everything is cleaned up.
/// <code>
/// var finalizer = new Finalizer&lt;V1ConfigMap&gt;(manager.Client.Resource(ResourceKinds.ConfigMap), "example.com/bucket");
/// return await finalizer.ReconcileAsync(resource, apply: EnsureBucketAsync, cleanup: DeleteBucketAsync, cancellationToken);
/// </code>
/// </summary>
public sealed class Finalizer<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly IResourceClient<T> _client;
    private readonly string _name;

    /// <summary>A finalizer named <c>domain/name</c>.</summary>
    public Finalizer(IResourceClient<T> client, string name)
    {
        FinalizerNames.Check(name);
        _client = client;
        _name = name;
    }

    /// <summary>
    /// Calls <paramref name="apply"/> for a living object, after making sure that it carries the finalizer; calls <paramref name="cleanup"/> for one that is
    /// being deleted, and takes the finalizer away when that returns <see cref="ReconcileResult.Done"/>. A cleanup that asks for a requeue is not finished:
    /// the finalizer stays. Both may be called again after a crash, so both must bear repetition. Does nothing for an object whose finalizer is gone.
    /// </summary>
    public async Task<ReconcileResult> ReconcileAsync(
        T resource, Func<T, CancellationToken, Task<ReconcileResult>> apply, Func<T, CancellationToken, Task<ReconcileResult>> cleanup, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(apply);
        ArgumentNullException.ThrowIfNull(cleanup);
        if (resource.Metadata.DeletionTimestamp is null)
        {
            return await apply(await _client.AddFinalizerAsync(resource, _name, cancellationToken), cancellationToken);
        }

        if (!Finalizers.Has(resource, _name))
        {
            return ReconcileResult.Done;
        }

        var result = await cleanup(resource, cancellationToken);
        if (result == ReconcileResult.Done)
        {
            await _client.RemoveFinalizerAsync(resource, _name, cancellationToken);
        }

        return result;
    }
}
