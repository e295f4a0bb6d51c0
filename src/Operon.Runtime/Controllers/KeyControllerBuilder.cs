namespace Operon.Runtime;

/// <summary>
/// Describes a controller whose keys are not objects: any comparable type, such as a tenant's name or a pair of objects. The low-level form of
/// <see cref="ControllerBuilder{T}"/>: everything that wakes it is a source.
/// </summary>
public sealed class KeyControllerBuilder<TKey>
    where TKey : notnull, IEquatable<TKey>
{
    private readonly ControllerManager _manager;
    private readonly string _name;
    private readonly List<ISource<TKey>> _sources = [];
    private ControllerOptions _options;
    private bool _isBuilt;

    internal KeyControllerBuilder(ControllerManager manager, string name)
    {
        _manager = manager;
        _name = name;
        _options = new ControllerOptions
        {
            Concurrency = manager.ControllerDefaults.Concurrency,
            ReconcileTimeout = manager.ControllerDefaults.ReconcileTimeout,
            NeedsLeaderElection = manager.ControllerDefaults.NeedsLeaderElection,
        };
    }

    /// <summary>Wakes the controller for the keys <paramref name="map"/> gives for a changed object, as it was and as it is.</summary>
    public KeyControllerBuilder<TKey> Watches<T>(
        Operon.Kubernetes.ResourceKind<T> kind, Func<T, IEnumerable<TKey>> map, ChangeFilter<T>? filter = null, CacheOptions? options = null)
        where T : class, k8s.IKubernetesObject<k8s.Models.V1ObjectMeta> =>
        WatchesRaw(new ObjectSource<T, TKey>(_manager.Informer(kind, options), ChangeHandlers.Map(map), filter, _manager.Writes));

    /// <summary>Adds any source, such as those of <see cref="Sources"/>.</summary>
    public KeyControllerBuilder<TKey> WatchesRaw(ISource<TKey> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _sources.Add(source);
        return this;
    }

    /// <summary>Changes the options.</summary>
    public KeyControllerBuilder<TKey> Configure(Func<ControllerOptions, ControllerOptions> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        _options = change(_options);
        return this;
    }

    /// <summary>Adds the controller to the manager.</summary>
    public IController<TKey> ReconcileWith(IKeyReconciler<TKey> reconciler)
    {
        ArgumentNullException.ThrowIfNull(reconciler);
        return ReconcileWith(reconciler.ReconcileAsync);
    }

    /// <summary>Adds the controller to the manager. Throws <see cref="ArgumentException"/> when the options do not hold together, or the name is taken.</summary>
    public IController<TKey> ReconcileWith(Func<ReconcileContext<TKey>, CancellationToken, Task<ReconcileResult>> reconcile)
    {
        ArgumentNullException.ThrowIfNull(reconcile);
        if (_isBuilt)
        {
            throw new InvalidOperationException($"Controller '{_name}' has its reconciler already; describe a second controller with another name.");
        }

        ArgumentException.ThrowIfNullOrWhiteSpace(_name);
        _options.Validate(_name);
        if (_options.CancelWhenDeleted)
        {
            throw new ArgumentException($"Options of controller '{_name}': CancelWhenDeleted needs keys that are objects.");
        }

        var controller = new Controller<TKey>(new ControllerDefinition<TKey>
        {
            Name = _name,
            Reconcile = (call, cancellationToken) => reconcile(ContextOf(call), cancellationToken),
            Sources = [.. _sources],
            Options = _options,
            Shards = _manager.ShardsOf(_options),
            WriteLog = _manager.Writes,
            Settings = _manager.Settings,
        });
        _manager.Add(controller);
        _isBuilt = true;
        return controller;
    }

    private static ReconcileContext<TKey> ContextOf(in ReconcileCall<TKey> call) => new(call.Item.Key, call.Item.Failures, call.LastError, call.ReconcileId)
    {
        Priority = call.Item.Priority,
        Waited = call.Item.Waited,
        Causes = call.Item.Causes,
    };
}
