using System.Text.RegularExpressions;

namespace Operon.Cel.Patterns;

/// <summary>Compiled patterns of rules: few and reused. It empties itself before data could fill the memory with patterns.</summary>
internal static class PatternCache
{
    private const int Capacity = 512;

    private static readonly Dictionary<string, Regex> Compiled = new(StringComparer.Ordinal);

    /// <summary>Uses a pattern on data; a pattern that is none, or that takes too long, is an error of the expression.</summary>
    public static CelValue Apply(string pattern, Func<Regex, CelValue> use)
    {
        if (Find(pattern, out var problem) is not { } regex)
        {
            return new CelError(problem!);
        }
        try
        {
            return use(regex);
        }
        catch (RegexMatchTimeoutException)
        {
            return new CelError($"matching `{pattern}` took too long");
        }
    }

    public static Regex? Find(string pattern, out string? problem)
    {
        problem = null;
        if (GoPattern.IsBeyondRe2(pattern))
        {
            problem = $"error parsing regexp: invalid or unsupported Perl syntax in `{pattern}`";
            return null;
        }
        lock (Compiled)
        {
            if (Compiled.TryGetValue(pattern, out var known))
            {
                return known;
            }
        }
        try
        {
            var regex = GoPattern.Compile(pattern);
            lock (Compiled)
            {
                if (Compiled.Count >= Capacity)
                {
                    Compiled.Clear();
                }
                Compiled[pattern] = regex;
            }
            return regex;
        }
        catch (ArgumentException e)
        {
            problem = $"error parsing regexp: {e.Message}";
            return null;
        }
    }
}
