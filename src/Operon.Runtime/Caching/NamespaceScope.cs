namespace Operon.Runtime;

/// <summary>
/// The namespaces caches watch, which may change while they run: a new one is listed and its objects arrive as initial; those of one that is left
/// out vanish from the caches without being reported as deleted, because they are not.
/// </summary>
public sealed class NamespaceScope
{
    private readonly Lock _lock = new();
    private IReadOnlyList<string>? _namespaces;

    /// <summary>Starts with these; null is all namespaces, empty none.</summary>
    public NamespaceScope(IEnumerable<string>? namespaces = null) => _namespaces = Normalize(namespaces);

    internal event Action? Changed;

    /// <summary>The namespaces now, sorted; null is all.</summary>
    public IReadOnlyList<string>? Namespaces
    {
        get
        {
            lock (_lock)
            {
                return _namespaces;
            }
        }
    }

    /// <summary>Replaces the namespaces; null is all, empty none.</summary>
    public void Set(IEnumerable<string>? namespaces) => Update(_ => namespaces);

    /// <summary>Adds a namespace. Nothing changes when all are watched.</summary>
    public void Add(string namespaceName) => Update(known => known?.Append(namespaceName));

    /// <summary>Leaves a namespace out. Throws <see cref="InvalidOperationException"/> when all are watched.</summary>
    public void Remove(string namespaceName) =>
        Update(known => known?.Where(one => one != namespaceName)
            ?? throw new InvalidOperationException($"All namespaces are watched, so '{namespaceName}' cannot be left out; set the ones to watch first."));

    private static string[]? Normalize(IEnumerable<string>? namespaces) =>
        namespaces is null ? null : [.. namespaces.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private void Update(Func<IReadOnlyList<string>?, IEnumerable<string>?> change)
    {
        lock (_lock)
        {
            _namespaces = Normalize(change(_namespaces));
        }

        Changed?.Invoke();
    }
}
