using System.Collections.Concurrent;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>What the functions of a graph see: the primary object and the dependents that have been reconciled before.</summary>
#pragma warning disable CA1001 // A semaphore nobody asks for a wait handle holds nothing to dispose of.
public sealed class DependentContext<T>
#pragma warning restore CA1001
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, object>> _actual = [];
    private readonly SemaphoreSlim _primaryWrites = new(1);
    private readonly IReadOnlySet<string> _names;
    private T _primary;

    internal DependentContext(T primary, IKubernetesClient client, IReadOnlySet<string> names)
    {
        _primary = primary;
        Client = client;
        _names = names;
    }

    /// <summary>The primary object.</summary>
    public T Primary => Volatile.Read(ref _primary);

    /// <summary>The manager's client.</summary>
    public IKubernetesClient Client { get; }

    /// <summary>
    /// The actual object of another dependent, such as a Service for its address; null while it does not exist. Only what this dependent depends
    /// on is sure to be there.
    /// </summary>
    public TDependent? Find<TDependent>(string name)
        where TDependent : class => All<TDependent>(name).Values.FirstOrDefault();

    /// <summary>The actual objects of a dependent added with <c>AddMany</c>, by key.</summary>
    public IReadOnlyDictionary<string, TDependent> All<TDependent>(string name)
        where TDependent : class
    {
        if (!_names.Contains(name))
        {
            throw new KeyNotFoundException($"The graph has no dependent named '{name}'.");
        }

        return _actual.TryGetValue(name, out var found)
            ? found.ToDictionary(
                pair => pair.Key,
                pair => pair.Value as TDependent
                    ?? throw new InvalidCastException($"The dependent '{name}' is a {pair.Value.GetType().Name}, not a {typeof(TDependent).Name}."))
            : [];
    }

    internal void Set(string name, IReadOnlyDictionary<string, object> actual) => _actual[name] = actual;

    /// <summary>Writes to the primary object, one at a time, so that <see cref="Primary"/> is the newest answer.</summary>
    internal async Task WritePrimaryAsync(Func<T, Task<T>> write, CancellationToken cancellationToken)
    {
        await _primaryWrites.WaitAsync(cancellationToken);
        try
        {
            Volatile.Write(ref _primary, await write(_primary));
        }
        finally
        {
            _primaryWrites.Release();
        }
    }
}
