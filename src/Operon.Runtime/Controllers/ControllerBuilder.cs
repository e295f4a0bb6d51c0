using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Describes a controller of objects of <typeparamref name="T"/>: what wakes it and how it works. Ends with <c>ReconcileWith</c>.</summary>
public sealed class ControllerBuilder<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly ControllerManager _manager;
    private readonly string _name;
    private readonly Informer<T> _primary;
    private readonly List<ICache> _caches = [];
    private readonly List<Func<WorkQueue, IDisposable>> _sources = [];
    private Func<T, T, bool>? _filter;
    private int _concurrency;
    private TimeSpan? _timeout;
    private bool _needsLeaderElection;

    internal ControllerBuilder(ControllerManager manager, string name, Informer<T> primary)
    {
        _manager = manager;
        _name = name;
        _primary = primary;
        _caches.Add(primary);
        var defaults = manager.ControllerDefaults;
        _concurrency = defaults.ConcurrencyOf(primary.Type);
        _timeout = defaults.ReconcileTimeout;
        _needsLeaderElection = defaults.NeedsLeaderElection;
    }

    internal ControllerManager Manager => _manager;

    internal string Name => _name;

    internal ResourceKind<T> Kind => _primary.Kind;

    internal ILister<T> Primary => _primary;

    /// <summary>
    /// Updates of the primary object for which <paramref name="passes"/> (old, new) is false do not wake the controller. Additions and deletions
    /// always do.
    /// </summary>
    public ControllerBuilder<T> Filter(Func<T, T, bool> passes)
    {
        _filter = passes;
        return this;
    }

    /// <summary>Wakes the controller for the object that is the controller owner of a changed <typeparamref name="TOwned"/>.</summary>
    public ControllerBuilder<T> Owns<TOwned>(ResourceKind<TOwned> kind, Func<TOwned, TOwned, bool>? filter = null, CacheOptions? options = null)
        where TOwned : class, IKubernetesObject<V1ObjectMeta>
    {
        var owner = _primary.Kind.Type;
        return Watches(kind, owned => OwnerKeys(owner, owned), filter, options);
    }

    /// <summary>
    /// Wakes the controller for the keys <paramref name="map"/> gives for a changed object, both for its state before and after the change.
    /// </summary>
    public ControllerBuilder<T> Watches<TWatched>(
        ResourceKind<TWatched> kind, Func<TWatched, IEnumerable<ObjectKey>> map, Func<TWatched, TWatched, bool>? filter = null, CacheOptions? options = null)
        where TWatched : class, IKubernetesObject<V1ObjectMeta>
    {
        var informer = _manager.Informer(kind, options);
        _caches.Add(informer);
        _sources.Add(queue => informer.Subscribe(change => Enqueue(queue, change, map, filter)));
        return this;
    }

    /// <summary>How many keys are worked on at the same time. Default: the manager's <see cref="ControllerDefaults"/>.</summary>
    public ControllerBuilder<T> WithConcurrency(int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        _concurrency = workers;
        return this;
    }

    /// <summary>Cancels a reconcile that takes longer and treats it as failed. Default: no limit.</summary>
    public ControllerBuilder<T> WithReconcileTimeout(TimeSpan timeout)
    {
        _timeout = timeout;
        return this;
    }

    /// <summary>Runs on every replica, not only on the leader.</summary>
    public ControllerBuilder<T> WithoutLeaderElection()
    {
        _needsLeaderElection = false;
        return this;
    }

    /// <summary>Adds the controller to the manager.</summary>
    public IController ReconcileWith(Func<ReconcileContext, CancellationToken, Task<ReconcileResult>> reconcile) =>
        ReconcileWith(new DelegateReconciler(reconcile));

    /// <summary>Adds the controller to the manager.</summary>
    public IController ReconcileWith(IReconciler reconciler)
    {
        var filter = _filter;
        var primary = _primary;
        var sources = _sources.Prepend(queue => primary.Subscribe(change => Enqueue(queue, change, resource => [ObjectKey.Of(resource)], filter)));
        var controller = new Controller(
            _name, primary.Type, reconciler, [.. sources], [.. _caches.Distinct()], _concurrency, _timeout, _manager.Writes, _manager.Settings);
        _manager.Add(controller, _needsLeaderElection);
        return controller;
    }

    private static void Enqueue<TChanged>(
        WorkQueue queue, ObjectChange<TChanged> change, Func<TChanged, IEnumerable<ObjectKey>> map, Func<TChanged, TChanged, bool>? filter)
        where TChanged : class
    {
        if (filter is not null && change is { Old: { } old, New: { } now } && !filter(old, now))
        {
            return;
        }

        var priority = change.IsInitial ? QueuePriority.Low : QueuePriority.High;
        foreach (var key in change.New is { } present ? map(present) : [])
        {
            queue.Add(key, priority);
        }

        if (change.Old is { } before && !ReferenceEquals(before, change.New))
        {
            foreach (var key in map(before))
            {
                queue.Add(key, priority);
            }
        }
    }

    private static IEnumerable<ObjectKey> OwnerKeys(ResourceType owner, IKubernetesObject<V1ObjectMeta> owned)
    {
        foreach (var reference in owned.Metadata.OwnerReferences ?? [])
        {
            if (reference.Controller == true && reference.Kind == owner.Kind && GroupOf(reference.ApiVersion) == owner.Group)
            {
                yield return new ObjectKey(owner.IsNamespaced ? owned.Metadata.NamespaceProperty : null, reference.Name);
            }
        }
    }

    private static string GroupOf(string apiVersion) =>
        apiVersion.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? apiVersion[..slash] : "";
}
