using System.Text.RegularExpressions;

namespace Operon.Generators;

/// <summary>Regular expressions between .NET, whose attributes match whole texts, and servers, which search in RE2 syntax.</summary>
internal static class Patterns
{
    // What .NET knows and RE2 does not.
    private static readonly (Regex Construct, string Name)[] _unknown =
    [
        (Syntax(@"\(\?<?[=!]"), "look-around (?=, (?!, (?<= and (?<! is not part of RE2"),
        (Syntax(@"\(\?>"), "atomic groups (?> are not part of RE2"),
        (Syntax(@"\(\?\("), "conditionals (?( are not part of RE2"),
        (Syntax(@"\(\?'"), "groups named by quotes are not part of RE2; write (?<name>"),
        (Syntax(@"\(\?#"), "comments (?# are not part of RE2"),
        (Syntax(@"\(\?[a-zA-Z]*[nx]"), "the options n and x are not part of RE2"),
        (Syntax(@"\\[1-9]|\\k[<'{]"), "back-references are not part of RE2"),
        (Syntax(@"\\[GZeck]"), "the escapes \\G, \\Z, \\e, \\c and \\k are not part of RE2"),
        (Syntax(@"\\u"), "\\u is not part of RE2; write \\x{...}"),
        (Syntax(@"\[[^\]]*-\["), "subtraction of character classes is not part of RE2"),
    ];

    private static readonly Regex _repetition = new(@"\{(\d+)(?:,(\d*))?\}", RegexOptions.CultureInvariant);

    /// <summary>Why servers refuse the pattern, or null.</summary>
    public static string? Problem(string pattern)
    {
        foreach (var (construct, name) in _unknown)
        {
            if (construct.IsMatch(pattern))
            {
                return name;
            }
        }

        foreach (Match repetition in _repetition.Matches(pattern))
        {
            if (IsTooMany(repetition.Groups[1].Value) || IsTooMany(repetition.Groups[2].Value))
            {
                return $"RE2 repeats at most 1000 times, not {repetition.Value}";
            }
        }

        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant);
            return null;
        }
        catch (ArgumentException error)
        {
            return error.Message;
        }
    }

    /// <summary>The pattern that matches whole texts only.</summary>
    public static string Anchor(string pattern) => IsAnchored(pattern) ? pattern : $"^(?:{pattern})$";

    public static bool IsAnchored(string pattern)
    {
        var ends = pattern.EndsWith("$", StringComparison.Ordinal) && Backslashes(pattern, pattern.Length - 1) % 2 == 0;
        return pattern.StartsWith("^", StringComparison.Ordinal) && ends && !HasAlternatives(pattern);
    }

    // ^a|b$ is anchored on one side each.
    private static bool HasAlternatives(string pattern)
    {
        var depth = 0;
        var isClass = false;
        for (var index = 0; index < pattern.Length; index++)
        {
            switch (pattern[index])
            {
                case '\\':
                    index++;
                    break;
                case '[' when !isClass:
                    isClass = true;
                    // A bracket that comes first is a member.
                    index += index + 1 < pattern.Length && pattern[index + 1] == '^' ? 1 : 0;
                    index += index + 1 < pattern.Length && pattern[index + 1] == ']' ? 1 : 0;
                    break;
                case ']':
                    isClass = false;
                    break;
                case '(' when !isClass:
                    depth++;
                    break;
                case ')' when !isClass:
                    depth--;
                    break;
                case '|' when !isClass && depth == 0:
                    return true;
            }
        }

        return false;
    }

    private static int Backslashes(string pattern, int end)
    {
        var count = 0;
        while (end - count > 0 && pattern[end - count - 1] == '\\')
        {
            count++;
        }

        return count;
    }

    private static bool IsTooMany(string count) => count.Length > 4 || (int.TryParse(count, out var number) && number > 1000);

    // An odd number of backslashes before would make it literal.
    private static Regex Syntax(string construct) => new(@"(?<!\\)(?:\\\\)*" + "(?:" + construct + ")", RegexOptions.CultureInvariant);
}
