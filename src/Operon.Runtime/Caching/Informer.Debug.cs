using System.Globalization;

namespace Operon.Runtime;

/// <summary>What the debug page shows of a cache.</summary>
internal sealed partial class Informer<T>
{
    public CacheSnapshot Describe()
    {
        var scopes = Volatile.Read(ref _scopes);
        var heard = scopes.Where(scope => scope.HeardAt != 0).Select(scope => scope.HeardAt).DefaultIfEmpty().Min();
        return new CacheSnapshot(
            Type.GroupResource,
            typeof(T).Name,
            string.Join("; ", scopes.Select(scope => Text(scope.Scope)).Take(8)) + (scopes.Length > 8 ? string.Create(CultureInfo.InvariantCulture, $" and {scopes.Length - 8} more") : ""),
            HasSynced,
            _store.Count,
            _store.WireBytes,
            ResourceVersionOf(),
            heard == 0 ? null : _settings.Time.GetElapsedTime(heard).TotalSeconds);
    }

    private static string Text(WatchScope scope)
    {
        var text = scope.Namespace ?? "all namespaces";
        text += scope.LabelSelector is { Length: > 0 } labels ? $", labels {labels}" : "";
        return text + (scope.Fields is { Length: > 0 } fields ? $", fields {fields}" : "");
    }
}
