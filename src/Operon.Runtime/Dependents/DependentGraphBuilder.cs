using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// Declares dependents. Desired states need neither name nor namespace: they default to <c>{primary}-{dependent}</c> and the primary's namespace.
/// Owner reference, field manager and watch are added. Functions are called at each reconcile and must give the same result for the same input.
/// </summary>
public sealed class DependentGraphBuilder<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly List<DependentDefinition<T>> _nodes = [];
    private string? _finalizer;
    private bool _deletesInOrder;

    internal DependentGraphBuilder()
    {
    }

    /// <summary>Adds one object; <paramref name="desired"/> null means that it is not wanted: it is deleted, and what depends on it goes on.</summary>
    public DependentGraphBuilder<T> Add<TDependent>(
        string name, ResourceKind<TDependent> kind, Func<T, TDependent?> desired, Action<DependentOptions<T, TDependent>>? configure = null)
        where TDependent : class, IKubernetesObject<V1ObjectMeta> => Add(name, kind, (primary, _) => desired(primary), configure);

    /// <summary>The same, for a desired state that needs other dependents' actual states; name them in <c>DependsOn</c>.</summary>
    public DependentGraphBuilder<T> Add<TDependent>(
        string name, ResourceKind<TDependent> kind, Func<T, DependentContext<T>, TDependent?> desired, Action<DependentOptions<T, TDependent>>? configure = null)
        where TDependent : class, IKubernetesObject<V1ObjectMeta> =>
        AddMany(
            name,
            kind,
            (primary, context) => desired(primary, context) is { } one ? new Dictionary<string, TDependent> { [""] = one } : [],
            configure);

    /// <summary>Adds a set of objects by key; those not in it any more are deleted. Names default to <c>{primary}-{dependent}-{key}</c>.</summary>
    public DependentGraphBuilder<T> AddMany<TDependent>(
        string name,
        ResourceKind<TDependent> kind,
        Func<T, IReadOnlyDictionary<string, TDependent>> desired,
        Action<DependentOptions<T, TDependent>>? configure = null)
        where TDependent : class, IKubernetesObject<V1ObjectMeta> => AddMany(name, kind, (primary, _) => desired(primary), configure);

    /// <summary>The same, for a desired state that needs other dependents' actual states; name them in <c>DependsOn</c>.</summary>
    public DependentGraphBuilder<T> AddMany<TDependent>(
        string name,
        ResourceKind<TDependent> kind,
        Func<T, DependentContext<T>, IReadOnlyDictionary<string, TDependent>> desired,
        Action<DependentOptions<T, TDependent>>? configure = null)
        where TDependent : class, IKubernetesObject<V1ObjectMeta> =>
        Add(name, configure, (conditions, options) =>
            attachment => new ObjectNode<T, TDependent>(name, conditions, options, kind, desired, attachment));

    /// <summary>
    /// Adds an object that others write: watched and waited for, never touched. A null key means that none is needed.
    /// </summary>
    public DependentGraphBuilder<T> AddReadOnly<TDependent>(
        string name, ResourceKind<TDependent> kind, Func<T, ObjectKey?> find, Action<DependentOptions<T, TDependent>>? configure = null)
        where TDependent : class, IKubernetesObject<V1ObjectMeta> =>
        Add(name, configure, (conditions, options) =>
            attachment => new ReadOnlyNode<T, TDependent>(name, conditions, options, kind, (primary, _) => find(primary), attachment));

    /// <summary>Adds something outside of Kubernetes. It is deleted, and the primary object held back by a finalizer until it is gone.</summary>
    public DependentGraphBuilder<T> AddExternal<TExternal>(
        string name,
        IExternalResource<T, TExternal> external,
        Func<T, bool>? isWanted = null,
        Action<DependentOptions<T, TExternal>>? configure = null)
        where TExternal : class =>
        Add(name, configure, (conditions, options) => attachment => new ExternalNode<T, TExternal>(
            name, conditions, options, (primary, _) => isWanted?.Invoke(primary) != false, external, attachment));

    /// <summary>
    /// Deletes the dependents of a deleted primary object in reverse order, each after those that depend on it are gone; a finalizer holds the primary
    /// object until then. Without it garbage collection deletes them in any order, unless one of them needs the finalizer anyway.
    /// </summary>
    public DependentGraphBuilder<T> DeleteInOrder()
    {
        _deletesInOrder = true;
        return this;
    }

    /// <summary>The finalizer to use when one is needed. Default: <c>{group of the kind}/{controller}-dependents</c>.</summary>
    public DependentGraphBuilder<T> UseFinalizer(string finalizer)
    {
        _finalizer = finalizer;
        return this;
    }

    /// <summary>
    /// Checks the graph. Throws <see cref="ArgumentException"/> for a name that is used twice, a dependency that does not exist, and a cycle.
    /// </summary>
    public DependentGraph<T> Build() => new(DependentOrder.Sort(_nodes), _finalizer, _deletesInOrder);

    private DependentGraphBuilder<T> Add<TDependent>(
        string name,
        Action<DependentOptions<T, TDependent>>? configure,
        Func<DependentConditions<T>, DependentOptions<T, TDependent>, Func<DependentAttachment<T>, DependentNode<T>>> node)
        where TDependent : class
    {
        DependentOrder.CheckName(name);
        var conditions = new DependentConditions<T>();
        var options = new DependentOptions<T, TDependent>(conditions);
        configure?.Invoke(options);
        _nodes.Add(new DependentDefinition<T>(name, conditions, node(conditions, options)));
        return this;
    }
}
