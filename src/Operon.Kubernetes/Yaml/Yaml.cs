using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;

namespace Operon.Kubernetes;

/// <summary>
/// YAML as Kubernetes reads it: every document becomes JSON. Plain scalars follow YAML 1.1 for booleans (<c>yes</c>, <c>on</c> included), null and
/// numbers; quoted scalars stay strings; merge keys are applied; a key given twice is an error.
/// </summary>
public static class Yaml
{
    /// <summary>All non-empty documents of <paramref name="text"/>. Throws <see cref="FormatException"/> that names line and column.</summary>
    public static IReadOnlyList<JsonNode> ToJson(string text)
    {
        try
        {
            return new YamlReader(new Parser(new StringReader(text))).Documents();
        }
        catch (YamlException e)
        {
            throw new FormatException(
                string.Create(CultureInfo.InvariantCulture, $"YAML line {e.Start.Line}, column {e.Start.Column}: {e.Message}"), e);
        }
    }

    /// <summary>One document in block style; strings that would read back as something else are quoted.</summary>
    public static string FromJson(JsonNode node) => YamlWriter.Write(node);
}
