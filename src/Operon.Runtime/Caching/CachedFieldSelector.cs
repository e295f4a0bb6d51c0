namespace Operon.Runtime;

/// <summary>The exact requirements of a field selector, which is all that indexes answer.</summary>
internal sealed record CachedFieldSelector(string? Name, string? Namespace, IReadOnlyDictionary<string, string> Indexed)
{
    /// <summary>Throws <see cref="ArgumentException"/> for anything but <c>field=value</c>.</summary>
    public static CachedFieldSelector Parse(string? selector)
    {
        string? name = null, namespaceName = null;
        var indexed = new Dictionary<string, string>();
        foreach (var part in (selector ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || part[equals - 1] == '!')
            {
                throw new ArgumentException($"'{part}' cannot be answered from a cache: only field=value can. Read it through the manager's live Client.", nameof(selector));
            }

            var value = part[equals..].TrimStart('=');
            switch (part[..equals])
            {
                case "metadata.name":
                    name = value;
                    break;
                case "metadata.namespace":
                    namespaceName = value;
                    break;
                case var field:
                    indexed[field] = value;
                    break;
            }
        }

        return new CachedFieldSelector(name, namespaceName, indexed);
    }
}
