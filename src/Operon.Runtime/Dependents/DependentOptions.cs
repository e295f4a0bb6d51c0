using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>How a dependent hangs together with the others. All functions must be quick and free of side effects.</summary>
public sealed class DependentOptions<T, TDependent>
    where T : class, IKubernetesObject<V1ObjectMeta>
    where TDependent : class
{
    private readonly DependentConditions<T> _conditions;

    internal DependentOptions(DependentConditions<T> conditions) => _conditions = conditions;

    internal Func<T, TDependent, bool> IsReady { get; private set; } = (_, _) => true;

    internal DependentCapabilities Capabilities { get; private set; } = DependentCapabilities.All;

    internal CacheOptions? CacheOptions { get; private set; }

    internal TimeSpan? PollInterval { get; private set; }

    /// <summary>Names of dependents that must be ready, or not wanted, before this one is touched. It is deleted before they are.</summary>
    public DependentOptions<T, TDependent> DependsOn(params string[] names)
    {
        _conditions.DependsOn.AddRange(names);
        return this;
    }

    /// <summary>When the objects are ready, so that what depends on them may go on. Without it: as soon as they exist.</summary>
    public DependentOptions<T, TDependent> ReadyWhen(Func<TDependent, bool> condition) => ReadyWhen((_, dependent) => condition(dependent));

    /// <summary>When the objects are ready, judged with the primary object.</summary>
    public DependentOptions<T, TDependent> ReadyWhen(Func<T, TDependent, bool> condition)
    {
        IsReady = condition;
        return this;
    }

    /// <summary>While this is false the dependent and all that depend on it are deleted. A desired state of null deletes only the dependent itself.</summary>
    public DependentOptions<T, TDependent> ReconcileWhen(Func<T, bool> condition) => ReconcileWhen((primary, _) => condition(primary));

    /// <summary>The same, for a condition that looks at other dependents; name them in <see cref="DependsOn"/>.</summary>
    public DependentOptions<T, TDependent> ReconcileWhen(Func<T, DependentContext<T>, bool> condition)
    {
        _conditions.Reconcile = condition;
        return this;
    }

    /// <summary>While this is false the dependent and all that depend on it are left as they are.</summary>
    public DependentOptions<T, TDependent> ActiveWhen(Func<T, bool> condition)
    {
        _conditions.Active = condition;
        return this;
    }

    /// <summary>
    /// The dependent is active only while the server has its kind: for the objects of optional add-ons. The kind is not watched before. A missing one is
    /// looked for again after <paramref name="recheck"/>, 15 s by default.
    /// </summary>
    public DependentOptions<T, TDependent> ActiveWhenServed(TimeSpan? recheck = null)
    {
        _conditions.ServedRecheck = recheck ?? TimeSpan.FromSeconds(15);
        return this;
    }

    /// <summary>
    /// On deletion, what this depends on stays until the condition holds; without it until the objects are gone. Makes the deletion ordered, by a
    /// finalizer on the primary object.
    /// </summary>
    public DependentOptions<T, TDependent> DeletedWhen(Func<T, DependentContext<T>, bool> condition)
    {
        _conditions.Deleted = condition;
        return this;
    }

    /// <summary>What the graph may do. Default: everything.</summary>
    public DependentOptions<T, TDependent> Can(DependentCapabilities capabilities)
    {
        Capabilities = capabilities;
        return this;
    }

    /// <summary>Narrows what is watched, by a label that all objects of this dependent carry.</summary>
    public DependentOptions<T, TDependent> WatchOnly(CacheOptions options)
    {
        CacheOptions = options;
        return this;
    }

    /// <summary>How often to look at it without a cause: for external dependents, which nothing watches.</summary>
    public DependentOptions<T, TDependent> PollEvery(TimeSpan interval)
    {
        PollInterval = interval;
        return this;
    }
}
