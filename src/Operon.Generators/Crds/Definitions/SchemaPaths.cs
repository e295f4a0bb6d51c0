using System.Text.RegularExpressions;

namespace Operon.Generators;

/// <summary>Follows simple JSON paths through schemas.</summary>
internal static class SchemaPaths
{
    private static readonly Regex _step = new(@"\.(?<name>(?:\\.|[^.\[\\])+)|\['(?<quoted>[^']+)'\]|(?<other>\[[^\]]*\])", RegexOptions.CultureInvariant);

    /// <summary>Why the path finds nothing in objects of the schema, or null. What is inside of lists is not followed.</summary>
    public static string? Problem(string path, JsonObject schema)
    {
        if (path.Length == 0 || path[0] != '.')
        {
            return $"path '{path}' does not start with a dot, as .spec.replicas does";
        }

        var current = schema;
        foreach (Match step in _step.Matches(path))
        {
            if (step.Groups["other"].Success || current.IsTrue("x-kubernetes-preserve-unknown-fields") || current.ContainsKey("additionalProperties"))
            {
                return null;
            }

            var name = step.Groups["name"].Success ? step.Groups["name"].Value.Replace("\\", "") : step.Groups["quoted"].Value;
            // Metadata has fields of its own, which the schema does not repeat.
            if (current == schema && name == "metadata")
            {
                return null;
            }

            if (current.Object("properties")?.Object(name) is not { } next)
            {
                return $"path '{path}' leads to '{name}', which the schema does not have";
            }

            current = next;
        }

        return null;
    }
}
