using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Operon.Kubernetes.Tests;

/// <summary>Upstream's filled samples, when the machine has them: the folder <c>OPERON_CONFORMANCE_DATA</c> or <c>../shared/data</c> above the repository.</summary>
internal static class Conformance
{
    private static readonly string? _folder = Find();

    private static readonly Dictionary<string, JsonTypeInfo> _kinds = typeof(ResourceKinds).GetProperties(BindingFlags.Public | BindingFlags.Static)
        .Select(property => property.GetValue(null)!)
        .ToDictionary(
            kind => ((ResourceType)kind.GetType().GetProperty("Type")!.GetValue(kind)!) is var type ? $"{(type.Group.Length == 0 ? "core" : type.Group)}.{type.Version}.{type.Kind}.json" : "",
            kind => (JsonTypeInfo)kind.GetType().GetProperty("Json")!.GetValue(kind)!);

    public static IEnumerable<string> Files(string pattern) => _folder is null ? [] : Directory.EnumerateFiles(_folder, pattern).Order(StringComparer.Ordinal);

    public static string Read(string file) => File.ReadAllText(Path.Combine(_folder!, file));

    public static JsonTypeInfo? ModelOf(string file) => _kinds.GetValueOrDefault(file);

    /// <summary>Paths whose values differ; a null or absent member is the same.</summary>
    public static List<string> Differences(JsonNode? expected, JsonNode? actual, string path)
    {
        switch (expected, actual)
        {
            case (JsonObject left, JsonObject right):
                return [.. left.Select(pair => pair.Key).Union(right.Select(pair => pair.Key)).SelectMany(name => Differences(left[name], right[name], $"{path}.{name}"))];
            case (JsonArray left, JsonArray right) when left.Count == right.Count:
                return [.. left.SelectMany((item, i) => Differences(item, right[i], $"{path}[{i}]"))];
            default:
                return JsonNode.DeepEquals(expected, actual) ? [] : [$"{path}: {expected?.ToJsonString() ?? "nothing"} became {actual?.ToJsonString() ?? "nothing"}"];
        }
    }

    private static string? Find()
    {
        var configured = Environment.GetEnvironmentVariable("OPERON_CONFORMANCE_DATA");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); configured is null && folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data");
            configured = Directory.Exists(candidate) ? candidate : null;
        }

        var samples = configured is null ? null : Path.Combine(configured, "kubernetes-1.36", "samples");
        return Directory.Exists(samples) ? samples : null;
    }
}
