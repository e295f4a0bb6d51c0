using System.Text.RegularExpressions;

namespace EndToEnd.Tutorials;

/// <summary>
/// Compares what a page shows with what was printed. A line <c>...</c> stands for any lines; ages, hashes, addresses, uids and the width of columns may differ.
/// </summary>
internal static partial class ExpectedOutput
{
    /// <summary>Null when they agree, else what is wrong.</summary>
    public static string? Difference(string shown, string printed)
    {
        var expected = Lines(shown);
        var actual = Lines(printed);
        return Matches(expected, 0, actual, 0) ? null : $"the page shows\n{shown}\n\nprinted was\n{printed}";
    }

    private static bool Matches(string[] expected, int e, string[] actual, int a)
    {
        if (e == expected.Length)
        {
            return a == actual.Length;
        }

        return expected[e] == "..."
            ? Enumerable.Range(a, actual.Length - a + 1).Any(next => Matches(expected, e + 1, actual, next))
            : a < actual.Length && Same(expected[e], actual[a]) && Matches(expected, e + 1, actual, a + 1);
    }

    private static bool Same(string expected, string actual)
    {
        var (left, right) = (Words(expected), Words(actual));
        return left.Length == right.Length && left.Zip(right).All(pair => pair.First == "..." || pair.First == pair.Second);
    }

    private static string[] Lines(string text) => [.. text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    private static string[] Words(string line) => Changing().Replace(line, "*").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    // Ages (12s, 3m4s), addresses, uids, timestamps, and the two random parts of a pod's name.
    [GeneratedRegex(@"(?<![\w.-])(\d+d)?(\d+h)?(\d+m)?\d+[smhd](?!\w)|\d+\.\d+\.\d+\.\d+|[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[\d:.]+Z|(?<=-)[0-9a-z]{7,10}-[0-9a-z]{5}(?![\w-])")]
    private static partial Regex Changing();
}
