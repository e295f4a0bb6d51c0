namespace Operon.Cel;

/// <summary>Strings as sequences of Unicode code points, which is how CEL counts them.</summary>
internal static class CodePoints
{
    public static int Count(string text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsLowSurrogate(text[i]) || i == 0 || !char.IsHighSurrogate(text[i - 1]))
            {
                count++;
            }
        }
        return count;
    }

    public static bool IsSimple(string text)
    {
        foreach (var c in text)
        {
            if (char.IsSurrogate(c))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The UTF-16 offset of a code point index; -1 when it lies outside (the end is inside).</summary>
    public static int Offset(string text, long index)
    {
        if (index < 0)
        {
            return -1;
        }
        var offset = 0;
        while (index > 0 && offset < text.Length)
        {
            offset += Width(text, offset);
            index--;
        }
        return index == 0 ? offset : -1;
    }

    /// <summary>The code point index of a UTF-16 offset.</summary>
    public static int Index(string text, int offset) => Count(text.Substring(0, offset));

    public static int Width(string text, int offset) =>
        char.IsHighSurrogate(text[offset]) && offset + 1 < text.Length && char.IsLowSurrogate(text[offset + 1]) ? 2 : 1;

    public static IEnumerable<string> Each(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            var width = Width(text, i);
            yield return text.Substring(i, width);
            i += width;
        }
    }

    /// <summary>Ordinal by code point: UTF-16 order differs above U+FFFF.</summary>
    public static int Compare(string a, string b)
    {
        var length = Math.Min(a.Length, b.Length);
        for (var i = 0; i < length; i++)
        {
            if (a[i] != b[i])
            {
                var left = char.IsSurrogate(a[i]);
                return left == char.IsSurrogate(b[i]) ? a[i].CompareTo(b[i]) : left ? 1 : -1;
            }
        }
        return a.Length.CompareTo(b.Length);
    }
}
