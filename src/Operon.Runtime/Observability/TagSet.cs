namespace Operon.Runtime;

/// <summary>Compares the tags of a measurement without regard to their order and without allocating.</summary>
internal static class TagSet
{
    public static int Hash(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = tags.Length;
        foreach (var (key, value) in tags)
        {
            // Addition does not depend on the order.
            hash += HashCode.Combine(key, value);
        }

        return hash;
    }

    public static bool AreEqual(ReadOnlySpan<KeyValuePair<string, object?>> some, ReadOnlySpan<KeyValuePair<string, object?>> others)
    {
        if (some.Length != others.Length)
        {
            return false;
        }

        for (var i = 0; i < some.Length; i++)
        {
            if (!(Same(some[i], others[i]) || Contains(others, some[i])))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Contains(ReadOnlySpan<KeyValuePair<string, object?>> tags, KeyValuePair<string, object?> wanted)
    {
        foreach (var tag in tags)
        {
            if (Same(tag, wanted))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Same(KeyValuePair<string, object?> one, KeyValuePair<string, object?> other) =>
        one.Key == other.Key && Equals(one.Value, other.Value);
}
