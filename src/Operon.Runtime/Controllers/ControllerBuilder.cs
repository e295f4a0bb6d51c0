using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Describes a controller of objects of <typeparamref name="T"/>: what wakes it and how it works. Ends with <c>ReconcileWith</c>.</summary>
public sealed class ControllerBuilder<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly ControllerManager _manager;
    private readonly Informer<T> _primary;
    private readonly List<Func<ISource<ObjectKey>>> _sources = [];
    private ChangeFilter<T>? _filter;
    private ChangeFilter<IKubernetesObject<V1ObjectMeta>>? _everyFilter;
    private ControllerOptions _options;
    private string _name;
    private bool _isBuilt;

    internal ControllerBuilder(ControllerManager manager, string name, Informer<T> primary)
    {
        _manager = manager;
        _name = name;
        _primary = primary;
        var defaults = manager.ControllerDefaults;
        _options = new ControllerOptions
        {
            Concurrency = defaults.ConcurrencyOf(primary.Type),
            ReconcileTimeout = defaults.ReconcileTimeout,
            NeedsLeaderElection = defaults.NeedsLeaderElection,
        };
    }

    /// <summary>The name in logs and metrics. Needed when a kind has several controllers.</summary>
    public ControllerBuilder<T> Named(string name)
    {
        _name = name;
        return this;
    }

    internal ControllerManager Manager => _manager;

    internal string Name => _name;

    internal ResourceKind<T> Kind => _primary.Kind;

    internal ILister<T> Primary => _primary;

    /// <summary>
    /// Updates of the primary object for which <paramref name="passes"/> (old, new) is false do not wake the controller. Additions and deletions
    /// always do. Several filters must all pass.
    /// </summary>
    public ControllerBuilder<T> Filter(Func<T, T, bool> passes) => Filter(ChangeFilters.Updates(passes));

    /// <summary>Changes of the primary object, additions and deletions among them, that do not pass do not wake the controller.</summary>
    public ControllerBuilder<T> Filter(ChangeFilter<T> filter)
    {
        _filter = _filter is { } before ? ChangeFilters.And(before, filter) : filter;
        return this;
    }

    /// <summary>A filter for the primary objects and everything the controller owns or watches.</summary>
    public ControllerBuilder<T> FilterEverything(ChangeFilter<IKubernetesObject<V1ObjectMeta>> filter)
    {
        _everyFilter = _everyFilter is { } before ? ChangeFilters.And(before, filter) : filter;
        return this;
    }

    /// <summary>
    /// Wakes the controller for the object that owns a changed <typeparamref name="TOwned"/>: the controlling owner, or every owner of the kind when
    /// <paramref name="onlyController"/> is false.
    /// </summary>
    public ControllerBuilder<T> Owns<TOwned>(
        ResourceKind<TOwned> kind, Func<TOwned, TOwned, bool>? filter = null, CacheOptions? options = null, bool onlyController = true)
        where TOwned : class, IKubernetesObject<V1ObjectMeta>
    {
        var owner = _primary.Kind.Type;
        if (owner.IsNamespaced && !kind.Type.IsNamespaced)
        {
            throw new ArgumentException(
                $"Controller '{_name}': {kind.Type.Kind} is cluster-scoped and cannot be owned by the namespaced {owner.Kind}. Use Watches with a map, such as by label.",
                nameof(kind));
        }

        return Watches(kind, ChangeHandlers.Owner<TOwned>(owner, onlyController), filter is null ? null : ChangeFilters.Updates(filter), options);
    }

    /// <summary>
    /// Wakes the controller for the keys <paramref name="map"/> gives for a changed object, both for its state before and after the change.
    /// </summary>
    public ControllerBuilder<T> Watches<TWatched>(
        ResourceKind<TWatched> kind, Func<TWatched, IEnumerable<ObjectKey>> map, Func<TWatched, TWatched, bool>? filter = null, CacheOptions? options = null)
        where TWatched : class, IKubernetesObject<V1ObjectMeta> =>
        Watches(kind, ChangeHandlers.Map(map), filter is null ? null : ChangeFilters.Updates(filter), options);

    /// <summary>Lets <paramref name="handler"/> decide whom a change wakes.</summary>
    public ControllerBuilder<T> Watches<TWatched>(
        ResourceKind<TWatched> kind, IChangeHandler<TWatched, ObjectKey> handler, ChangeFilter<TWatched>? filter = null, CacheOptions? options = null)
        where TWatched : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(handler);
        var informer = _manager.Informer(kind, options);
        _sources.Add(() => new ObjectSource<TWatched, ObjectKey>(informer, handler, WithEvery(filter), _manager.Writes));
        return this;
    }

    /// <summary>As <c>Watches</c>, on a cache that holds metadata only.</summary>
    public ControllerBuilder<T> WatchesMetadata(
        ResourceType type, Func<PartialObjectMetadata, IEnumerable<ObjectKey>> map, ChangeFilter<PartialObjectMetadata>? filter = null, CacheOptions? options = null) =>
        Watches(ResourceKinds.Metadata(type), ChangeHandlers.Map(map), filter, options);

    /// <summary>Adds any source, such as those of <see cref="Sources"/>.</summary>
    public ControllerBuilder<T> WatchesRaw(ISource<ObjectKey> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _sources.Add(() => source);
        return this;
    }

    /// <summary>Changes the options: <c>Configure(options => options with { Debounce = ... })</c>.</summary>
    public ControllerBuilder<T> Configure(Func<ControllerOptions, ControllerOptions> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        _options = change(_options);
        return this;
    }

    /// <summary>How many keys are worked on at the same time. Default: the manager's <see cref="ControllerDefaults"/>.</summary>
    public ControllerBuilder<T> WithConcurrency(int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        return Configure(options => options with { Concurrency = workers });
    }

    /// <summary>Cancels a reconcile that takes longer and treats it as failed. Default: the manager's <see cref="ControllerDefaults"/>.</summary>
    public ControllerBuilder<T> WithReconcileTimeout(TimeSpan timeout) => Configure(options => options with { ReconcileTimeout = timeout });

    /// <summary>Runs on every replica, not only on the leader.</summary>
    public ControllerBuilder<T> WithoutLeaderElection() => Configure(options => options with { NeedsLeaderElection = false });

    /// <summary>The events of a reconcile's own writes wake it again; see <see cref="ControllerOptions.FilterOwnEvents"/>.</summary>
    public ControllerBuilder<T> WithOwnEvents() => Configure(options => options with { FilterOwnEvents = false });

    /// <summary>Adds the controller to the manager.</summary>
    public IController ReconcileWith(Func<ReconcileContext, CancellationToken, Task<ReconcileResult>> reconcile)
    {
        ArgumentNullException.ThrowIfNull(reconcile);
        return Build((call, cancellationToken) => reconcile(ContextOf(call), cancellationToken));
    }

    /// <summary>
    /// Adds the controller to the manager. Throws <see cref="ArgumentException"/> when the description does not hold together, or the name is taken.
    /// </summary>
    public IController ReconcileWith(IReconciler reconciler)
    {
        ArgumentNullException.ThrowIfNull(reconciler);
        return Build((call, cancellationToken) => reconciler.ReconcileAsync(ContextOf(call), cancellationToken));
    }

    private ObjectController Build(Func<ReconcileCall<ObjectKey>, CancellationToken, Task<ReconcileResult>> reconcile)
    {
        if (_isBuilt)
        {
            throw new InvalidOperationException($"Controller '{_name}' has its reconciler already; describe a second controller with another name.");
        }

        ArgumentException.ThrowIfNullOrWhiteSpace(_name, nameof(Named));
        _options.Validate(_name);
        ObjectController controller = null!;
        List<ISource<ObjectKey>> sources = [new ObjectSource<T, ObjectKey>(_primary, ChangeHandlers.Self<T>(), WithEvery(_filter), _manager.Writes), .. _sources.Select(make => make())];
        if (_options.CancelWhenDeleted)
        {
            sources.Add(new DeletionSource<T>(_primary, key => controller.Supersede(key)));
        }

        controller = new ObjectController(new ControllerDefinition<ObjectKey>
        {
            Name = _name,
            Type = _primary.Type,
            Reconcile = reconcile,
            Sources = sources,
            Options = _options,
            Exists = key => _primary.Find(key) is not null,
            Shards = _manager.ShardsOf(_options),
            WriteLog = _manager.Writes,
            Settings = _manager.Settings,
        });
        _manager.Add(controller);
        _isBuilt = true;
        return controller;
    }

    private ChangeFilter<TChanged>? WithEvery<TChanged>(ChangeFilter<TChanged>? filter)
        where TChanged : class, IKubernetesObject<V1ObjectMeta>
    {
        if (_everyFilter is not { } every)
        {
            return filter;
        }

        return change =>
            every(new ObjectChange<IKubernetesObject<V1ObjectMeta>>(change.Old, change.New, change.IsInitial) { IsRelist = change.IsRelist })
            && (filter is null || filter(change));
    }

    private static ReconcileContext ContextOf(in ReconcileCall<ObjectKey> call) => new(call.Item.Key, call.Item.Failures, call.LastError, call.ReconcileId)
    {
        Priority = call.Item.Priority,
        Waited = call.Item.Waited,
        Causes = call.Item.Causes,
    };
}
