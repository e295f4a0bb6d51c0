using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Operon.ApiServer.Patching;

namespace Operon.Cli.Kustomize;

/// <summary>Applies one item of <c>patches</c>: a list is a JSON patch (RFC 6902), a mapping a strategic merge patch.</summary>
internal static class PatchTransformer
{
    public static void Apply(KustomizationFields fields, JsonObject item, List<RenderedObject> objects)
    {
        var (origin, documents) = Read(fields, item);
        var target = item["target"] as JsonObject;
        foreach (var document in documents)
        {
            var found = objects.Where(one => Matches(one, target, document as JsonObject)).ToList();
            if (found.Count == 0 && target is null)
            {
                throw new CommandException($"{origin}: the patch names {document["kind"]} {document["metadata"]?["name"]}, which is not among the resources of {fields.File}.");
            }

            foreach (var one in found)
            {
                Apply(origin, one, document, objects);
            }
        }
    }

    private static (string Origin, IReadOnlyList<JsonNode> Documents) Read(KustomizationFields fields, JsonObject item)
    {
        if (item["path"]?.ToString() is { } path)
        {
            var file = Path.GetFullPath(Path.Combine(fields.Folder, path));
            return (file, YamlFile.Read(file));
        }

        var text = item["patch"]?.ToString() ?? throw new CommandException($"{fields.File}: an item of patches needs path or patch.");
        try
        {
            return (fields.File, Kubernetes.Yaml.ToJson(text));
        }
        catch (FormatException e)
        {
            throw new CommandException($"{fields.File}: patch: {e.Message}", e);
        }
    }

    private static bool Matches(RenderedObject one, JsonObject? target, JsonObject? patch)
    {
        if (target is null)
        {
            return patch is not null
                && one.Kind == patch["kind"]?.ToString()
                && one.ApiVersion == patch["apiVersion"]?.ToString()
                && one.Name == patch["metadata"]?["name"]?.ToString()
                && (patch["metadata"]?["namespace"]?.ToString() is not { } home || home == one.Namespace);
        }

        return Selects(target["group"], one.Group)
            && Selects(target["version"], one.Version)
            && Selects(target["kind"], one.Kind)
            && Selects(target["name"], one.Name)
            && Selects(target["namespace"], one.Namespace ?? "")
            && SelectsByLabel(target["labelSelector"], one.Metadata["labels"] as JsonObject)
            && SelectsByLabel(target["annotationSelector"], one.Metadata["annotations"] as JsonObject);
    }

    /// <summary>Names in targets are anchored regular expressions.</summary>
    private static bool Selects(JsonNode? pattern, string value) =>
        pattern is null || Regex.IsMatch(value, $"^(?:{pattern})\\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static bool SelectsByLabel(JsonNode? selector, JsonObject? labels)
    {
        foreach (var part in selector?.ToString().Split(',', StringSplitOptions.TrimEntries) ?? [])
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var (key, value) = equals < 0 ? (part, null) : (part[..equals], part[(equals + 1)..].TrimStart('='));
            if (labels?[key] is not { } label || (value is not null && label.ToString() != value))
            {
                return false;
            }
        }

        return true;
    }

    private static void Apply(string origin, RenderedObject one, JsonNode patch, List<RenderedObject> objects)
    {
        try
        {
            switch (patch)
            {
                case JsonArray operations:
                    one.Json = (JsonObject)JsonPatch.Apply(one.Json, operations);
                    break;
                case JsonObject { } merge when merge["$patch"]?.ToString() == "delete":
                    objects.Remove(one);
                    break;
                case JsonObject merge:
                    var changes = (JsonObject)merge.DeepClone();
                    changes.Remove("apiVersion");
                    changes.Remove("kind");
                    (changes["metadata"] as JsonObject)?.Remove("name");
                    (changes["metadata"] as JsonObject)?.Remove("namespace");
                    one.Json = one.Schema is { } schema ? StrategicMergePatch.Apply(one.Json, changes, schema) : (JsonObject)MergePatch.Apply(one.Json, changes)!;
                    break;
                default:
                    throw new CommandException($"{origin}: a patch is a mapping or a list of operations.");
            }
        }
        catch (PatchException e)
        {
            throw new CommandException($"{origin}: {one}: {e.Message}", e);
        }
    }
}
