using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>The options of a cache after all defaults have been filled in: which scopes it watches, now and when its namespaces change.</summary>
internal sealed class CacheSelection
{
    private readonly CacheOptions _options;
    private readonly bool _isNamespaced;
    private readonly NamespaceScope _scope;

    public CacheSelection(ResourceType type, CacheOptions options, NamespaceScope managerScope)
    {
        _options = options;
        _isNamespaced = type.IsNamespaced;
        _scope = options.Scope
            ?? (options.Namespaces is { } fixedNamespaces ? new NamespaceScope(fixedNamespaces.Count == 0 ? null : fixedNamespaces) : managerScope);
        var names = options is { PerNamespace: null, Scope: null, Namespaces: { } listed } ? string.Join(',', listed.Distinct().Order(StringComparer.Ordinal)) : null;
        var ownScope = options.PerNamespace is null && (options.Scope is not null || names is null) ? _scope : null;
        Id = type.IsNamespaced
            ? new Key(type, options.LabelSelector, options.FieldSelector, names, ownScope, options.PerNamespace is null ? null : PerNamespaceId(options.PerNamespace))
            : new Key(type, options.LabelSelector, options.FieldSelector, null, null, null);
    }

    /// <summary>Equal for selections that select the same.</summary>
    public object Id { get; }

    public event Action Changed
    {
        add => _scope.Changed += value;
        remove => _scope.Changed -= value;
    }

    public IReadOnlyList<WatchScope> Scopes()
    {
        if (!_isNamespaced)
        {
            return [new WatchScope(null, "", _options.LabelSelector, _options.FieldSelector)];
        }

        if (_options.PerNamespace is { } map)
        {
            var named = string.Join(',', map.Keys.Where(name => name.Length > 0).Order(StringComparer.Ordinal));
            return [.. map.Select(pair => new WatchScope(
                pair.Key.Length == 0 ? null : pair.Key,
                pair.Key.Length == 0 ? named : "",
                pair.Value.LabelSelector ?? _options.LabelSelector,
                pair.Value.FieldSelector ?? _options.FieldSelector))];
        }

        return _scope.Namespaces is { } names
            ? [.. names.Select(name => new WatchScope(name, "", _options.LabelSelector, _options.FieldSelector))]
            : [new WatchScope(null, "", _options.LabelSelector, _options.FieldSelector)];
    }

    private static string PerNamespaceId(IReadOnlyDictionary<string, NamespaceSelection> map) =>
        string.Join(';', map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}|{pair.Value.LabelSelector}|{pair.Value.FieldSelector}"));

    private sealed record Key(ResourceType Type, string? Labels, string? Fields, string? Namespaces, NamespaceScope? Scope, string? PerNamespace);
}
