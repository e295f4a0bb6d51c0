using System.Collections.Concurrent;

namespace Operon.Runtime;

/// <summary>Lets many objects share one string of an often repeated name. Bounded: what comes after the first names keeps its own.</summary>
internal sealed class NamePool
{
    private const int MostNames = 1024;
    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);

    public string? Share(string? name)
    {
        if (name is null)
        {
            return null;
        }

        if (_names.TryGetValue(name, out var shared))
        {
            return shared;
        }

        return _names.Count < MostNames ? _names.GetOrAdd(name, name) : name;
    }
}
