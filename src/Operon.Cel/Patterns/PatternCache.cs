using System.Text.RegularExpressions;

namespace Operon.Cel.Patterns;

/// <summary>Compiled patterns of rules: few and reused. It empties itself before data could fill the memory with patterns.</summary>
internal static class PatternCache
{
    private const int Capacity = 512;

    private static readonly Dictionary<string, Regex> Compiled = new(StringComparer.Ordinal);

    public static Regex? Find(string pattern, out string? problem)
    {
        problem = null;
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
