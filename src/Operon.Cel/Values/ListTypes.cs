namespace Operon.Cel;

/// <summary>Equality and <c>+</c> of lists whose elements are known by value or by key.</summary>
internal static class ListTypes
{
    public static bool SameSet(CelList a, CelList b)
    {
        var members = new HashSet<CelValue>(a.Elements(), ValueComparer.Instance);
        return b.Elements().All(members.Contains);
    }

    public static bool SameMap(CelList a, CelList b)
    {
        var keys = a.Type.ListMapKeys;
        var byKey = ByKey(a, keys);
        return b.Elements().All(element => byKey.TryGetValue(Key(element, keys), out var index) && a.Get(index).EqualTo(element));
    }

    /// <summary>The left elements in their order, then those only the right has.</summary>
    public static ArrayList Union(CelList a, CelList b)
    {
        var elements = a.Elements().ToList();
        var members = new HashSet<CelValue>(elements, ValueComparer.Instance);
        elements.AddRange(b.Elements().Where(members.Add));
        return new ArrayList(elements, a.Type);
    }

    /// <summary>The left elements in their places, overwritten by right elements with the same key; the others of the right follow.</summary>
    public static ArrayList Merge(CelList a, CelList b)
    {
        var keys = a.Type.ListMapKeys;
        var elements = a.Elements().ToList();
        var byKey = ByKey(a, keys);
        foreach (var element in b.Elements())
        {
            var key = Key(element, keys);
            if (byKey.TryGetValue(key, out var index))
            {
                elements[index] = element;
            }
            else
            {
                byKey.Add(key, elements.Count);
                elements.Add(element);
            }
        }
        return new ArrayList(elements, a.Type);
    }

    private static Dictionary<string, int> ByKey(CelList list, IReadOnlyList<string> keys)
    {
        var byKey = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            byKey[Key(list.Get(i), keys)] = i;
        }
        return byKey;
    }

    private static string Key(CelValue element, IReadOnlyList<string> keys)
    {
        var parts = keys.Select(name =>
            element is CelMap map && CelIdentifier.TryEscape(name, out var field) && map.TryGetField(field, out var value) ? value.Type.Name + ":" + Formatting.Text(value) : "");
        return string.Join("\u0001", parts);
    }
}
