using System.Text;
using System.Text.RegularExpressions;

namespace Operon.Cel.Patterns;

/// <summary>Compiles an RE2 pattern (the dialect of CRD schemas) as a .NET expression with linear-time matching where .NET can.</summary>
internal static class GoPattern
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly Dictionary<string, string> PosixClasses = new(StringComparer.Ordinal)
    {
        ["alnum"] = "0-9A-Za-z",
        ["alpha"] = "A-Za-z",
        ["ascii"] = @"\x00-\x7F",
        ["blank"] = @"\t ",
        ["cntrl"] = @"\x00-\x1F\x7F",
        ["digit"] = "0-9",
        ["graph"] = "!-~",
        ["lower"] = "a-z",
        ["print"] = " -~",
        ["punct"] = @"!-/:-@\[-`{-~",
        ["space"] = @"\t\n\v\f\r ",
        ["upper"] = "A-Z",
        ["word"] = "0-9A-Za-z_",
        ["xdigit"] = "0-9A-Fa-f",
    };

    /// <exception cref="ArgumentException">The pattern is not a regular expression.</exception>
    public static Regex Compile(string pattern)
    {
        var translated = Translate(pattern);
#if NET
        try
        {
            return new Regex(translated, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Patience);
        }
        catch (NotSupportedException)
        {
            return new Regex(translated, RegexOptions.CultureInvariant, Patience);
        }
#else
        return new Regex(translated, RegexOptions.CultureInvariant, Patience);
#endif
    }

    /// <summary>
    /// Differences that matter: <c>$</c> means the very end in RE2, <c>(?P&lt;n&gt;)</c> names a group, <c>\d \s \w</c> are ASCII, POSIX classes,
    /// <c>\Q..\E</c> and <c>\x{..}</c>.
    /// </summary>
    internal static string Translate(string pattern)
    {
        var output = new StringBuilder(pattern.Length + 8);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                i = Escape(pattern, i, inClass, output);
            }
            else if (inClass)
            {
                if (c == '[' && Posix(pattern, i) is { } posix)
                {
                    output.Append(posix.Replacement);
                    i += posix.Length - 1;
                }
                else
                {
                    // .NET reads "-[" inside a class as subtraction; RE2 reads a literal bracket.
                    output.Append(c == '[' ? "\\[" : c.ToString());
                    inClass = c != ']';
                }
            }
            else if (c == '[')
            {
                inClass = true;
                output.Append(c);
                if (i + 1 < pattern.Length && pattern[i + 1] == '^')
                {
                    output.Append('^');
                    i++;
                }
                if (i + 1 < pattern.Length && pattern[i + 1] == ']')
                {
                    output.Append("\\]");
                    i++;
                }
            }
            else if (c == '$')
            {
                output.Append("\\z");
            }
            else if (c == '(' && string.CompareOrdinal(pattern, i, "(?P<", 0, 4) == 0)
            {
                output.Append("(?<");
                i += 3;
            }
            else
            {
                output.Append(c);
            }
        }
        return output.ToString();
    }

    /// <summary>Whether a pattern uses what .NET knows and RE2 does not: looking around, atomic groups, conditions, references to groups.</summary>
    internal static bool IsBeyondRe2(string pattern)
    {
        for (var i = 0; i + 1 < pattern.Length; i++)
        {
            var next = pattern[i + 1];
            if (pattern[i] == '\\')
            {
                if (next is (>= '1' and <= '9') or 'k' or 'G' or 'Z')
                {
                    return true;
                }
                i++;
            }
            else if (pattern[i] == '(' && next == '?' && i + 2 < pattern.Length)
            {
                var kind = pattern[i + 2];
                var isLookBehind = kind == '<' && i + 3 < pattern.Length && pattern[i + 3] is '=' or '!';
                if (isLookBehind || kind is '=' or '!' or '>' or '(' or '#' or '\'')
                {
                    return true;
                }
            }
        }
        return false;
    }

    private static int Escape(string pattern, int i, bool inClass, StringBuilder output)
    {
        var next = pattern[i + 1];
        switch (next)
        {
            case 'd':
                output.Append(inClass ? "0-9" : "[0-9]");
                return i + 1;
            case 'w':
                output.Append(inClass ? "0-9A-Za-z_" : "[0-9A-Za-z_]");
                return i + 1;
            case 's':
                output.Append(inClass ? @"\t\n\f\r " : @"[\t\n\f\r ]");
                return i + 1;
            case 'D' when !inClass:
                output.Append("[^0-9]");
                return i + 1;
            case 'W' when !inClass:
                output.Append("[^0-9A-Za-z_]");
                return i + 1;
            case 'S' when !inClass:
                output.Append(@"[^\t\n\f\r ]");
                return i + 1;
            case 'Q':
                var end = pattern.IndexOf("\\E", i + 2, StringComparison.Ordinal);
                output.Append(Regex.Escape(end < 0 ? pattern[(i + 2)..] : pattern[(i + 2)..end]));
                return end < 0 ? pattern.Length : end + 1;
            case 'x' when i + 2 < pattern.Length && pattern[i + 2] == '{' && pattern.IndexOf('}', i) is > 0 and var brace:
                output.Append("\\u").Append(pattern[(i + 3)..brace].PadLeft(4, '0'));
                return brace;
            default:
                output.Append('\\').Append(next);
                return i + 1;
        }
    }

    private static (string Replacement, int Length)? Posix(string pattern, int i)
    {
        var end = i + 1 < pattern.Length && pattern[i + 1] == ':' ? pattern.IndexOf(":]", i + 2, StringComparison.Ordinal) : -1;
        return end > 0 && PosixClasses.TryGetValue(pattern[(i + 2)..end], out var replacement) ? (replacement, end + 2 - i) : null;
    }
}
