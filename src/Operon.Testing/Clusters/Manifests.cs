using System.Text.Json.Nodes;
using Operon.Kubernetes;

namespace Operon.Testing;

/// <summary>Objects from YAML and JSON text, lists taken apart.</summary>
internal static class Manifests
{
    private const string CrdKind = "CustomResourceDefinition";
    private static readonly string[] _extensions = [".yaml", ".yml", ".json"];

    public static IReadOnlyList<UntypedObject> Parse(string text) => [.. Yaml.ToJson(text).SelectMany(Flatten).Select(UntypedObject.FromJson)];

    /// <summary>The definitions in files and folders. Throws <see cref="TestClusterException"/> when a path holds none.</summary>
    public static async Task<IReadOnlyList<UntypedObject>> CrdsAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        List<UntypedObject> found = [];
        foreach (var path in paths)
        {
            var before = found.Count;
            foreach (var file in Files(path))
            {
                try
                {
                    found.AddRange(Parse(await File.ReadAllTextAsync(file, cancellationToken)).Where(IsCrd));
                }
                catch (FormatException e)
                {
                    throw new TestClusterException($"{file}: {e.Message}", e);
                }
            }

            if (found.Count == before)
            {
                throw new TestClusterException($"{Path.GetFullPath(path)} (CrdPaths) holds no CustomResourceDefinition.");
            }
        }

        return found;
    }

    public static bool IsCrd(UntypedObject manifest) => manifest.Kind == CrdKind;

    private static IEnumerable<string> Files(string path)
    {
        if (Directory.Exists(path))
        {
            return Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(file => _extensions.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal);
        }

        return File.Exists(path) ? [path] : throw new TestClusterException($"{Path.GetFullPath(path)} (CrdPaths) does not exist.");
    }

    private static IEnumerable<JsonObject> Flatten(JsonNode document)
    {
        if (document is not JsonObject json)
        {
            throw new FormatException("A manifest must be an object with apiVersion, kind and metadata.");
        }

        return json["kind"]?.GetValue<string>() == "List" && json["items"] is JsonArray items ? items.OfType<JsonObject>() : [json];
    }
}
