namespace Operon.Generators;

/// <summary>English plurals of kinds in lower case.</summary>
internal static class Plurals
{
    public static string Of(string singular)
    {
        if (singular.Length == 0)
        {
            return singular;
        }

        var last = singular[singular.Length - 1];
        if (last is 's' or 'x' or 'z' || singular.EndsWith("ch", StringComparison.Ordinal) || singular.EndsWith("sh", StringComparison.Ordinal))
        {
            return singular + "es";
        }

        return last == 'y' && singular.Length > 1 && !"aeiou".Contains(singular[singular.Length - 2])
            ? singular.Substring(0, singular.Length - 1) + "ies"
            : singular + "s";
    }
}
