using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Several finalizers of one kind, each with its own cleanup, for operators whose parts do not know each other.</summary>
public sealed class FinalizerRegistry<T>(IResourceClient<T> client)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly List<(string Name, Func<T, CancellationToken, Task<ReconcileResult>> Cleanup)> _finalizers = [];

    /// <summary>Adds a finalizer; its name is unique in the registry. The cleanup returns <see cref="ReconcileResult.Done"/> when it has finished.</summary>
    public void Register(string name, Func<T, CancellationToken, Task<ReconcileResult>> cleanup)
    {
        FinalizerNames.Check(name);
        ArgumentNullException.ThrowIfNull(cleanup);
        if (_finalizers.Any(known => known.Name == name))
        {
            throw new ArgumentException($"Finalizer {name} is registered already.", nameof(name));
        }

        _finalizers.Add((name, cleanup));
    }

    /// <summary>
    /// Adds all missing finalizers to a living object. Runs the cleanups of those an object that is being deleted still carries, takes away those that have
    /// finished, and goes on with the next when one fails. Throws <see cref="AggregateException"/> with all failures at the end.
    /// </summary>
    public async Task<FinalizerProgress<T>> RunAsync(T resource, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resource);
        if (resource.Metadata.DeletionTimestamp is null)
        {
            foreach (var (name, _) in _finalizers)
            {
                resource = await client.AddFinalizerAsync(resource, name, cancellationToken);
            }

            return new FinalizerProgress<T>(resource, IsBeingDeleted: false, RequeueAfter: null);
        }

        var failures = new List<Exception>();
        TimeSpan? requeue = null;
        foreach (var (name, cleanup) in _finalizers.Where(one => Finalizers.Has(resource, one.Name)).ToArray())
        {
            try
            {
                var result = await cleanup(resource, cancellationToken);
                if (result.RequeueAfter is { } delay)
                {
                    requeue = requeue < delay ? requeue : delay;
                }
                else if (await client.RemoveFinalizerAsync(resource, name, cancellationToken) is { } left)
                {
                    resource = left;
                }
            }
#pragma warning disable CA1031 // All of them come out at the end.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                failures.Add(new InvalidOperationException($"Finalizer {name} of {client.Kind.Type.GroupResource} {ObjectKey.Of(resource)} failed: {e.Message}", e));
            }
        }

        return failures.Count > 0 ? throw new AggregateException(failures) : new FinalizerProgress<T>(resource, IsBeingDeleted: true, requeue);
    }
}
