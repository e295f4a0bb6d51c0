using System.Text.Json.Nodes;

namespace Operon.Cli.Kustomize;

/// <summary>
/// Renders a kustomization as <c>kustomize build</c> does, for the fields operator projects use: resources, components, patches (strategic merge and JSON 6902), namespace, name prefix
/// and suffix, labels, annotations, replicas, images. References follow the names they mean.
/// </summary>
internal static class KustomizeRenderer
{
    /// <summary>The objects of a folder, in the order they can be applied in. Throws <see cref="CommandException"/> that names file and field.</summary>
    public static IReadOnlyList<JsonObject> Render(string folder)
    {
        var objects = new List<RenderedObject>();
        Accumulate(Path.GetFullPath(folder), objects, []);
        return [.. objects.OrderBy(one => ApplyOrder.Of(one.Kind)).Select(one => one.Json)];
    }

    private static void Accumulate(string folder, List<RenderedObject> objects, HashSet<string> above)
    {
        if (!above.Add(folder))
        {
            throw new CommandException($"{folder}: its kustomization contains itself.");
        }

        var fields = KustomizationFields.Read(folder);
        var own = new List<RenderedObject>();
        foreach (var resource in fields.Resources)
        {
            AddResource(fields, resource, own, above);
        }

        foreach (var component in fields.Components)
        {
            // A component changes what was gathered so far; its own transformers see all of it.
            var nested = KustomizationFields.Read(Path.GetFullPath(Path.Combine(fields.Folder, component)));
            foreach (var resource in nested.Resources)
            {
                AddResource(nested, resource, own, above);
            }

            Transform(nested, own);
        }

        Transform(fields, own);
        foreach (var added in own)
        {
            if (objects.Any(one => one.Kind == added.Kind && one.Group == added.Group && one.Name == added.Name && one.Namespace == added.Namespace))
            {
                throw new CommandException($"{fields.File}: {added} is there twice.");
            }

            objects.Add(added);
        }

        above.Remove(folder);
    }

    private static void AddResource(KustomizationFields fields, string resource, List<RenderedObject> own, HashSet<string> above)
    {
        if (resource.Contains("://", StringComparison.Ordinal) || resource.StartsWith("github.com/", StringComparison.Ordinal))
        {
            throw new CommandException($"{fields.File}: operon does not fetch {resource}.\n  remedy: kubectl kustomize {fields.Folder} | kubectl apply --server-side -f -");
        }

        var path = Path.GetFullPath(Path.Combine(fields.Folder, resource));
        if (Directory.Exists(path))
        {
            Accumulate(path, own, above);
            return;
        }

        foreach (var document in YamlFile.Read(path))
        {
            if (document is not JsonObject json || json["kind"] is null || json["apiVersion"] is null || string.IsNullOrEmpty(json["metadata"]?["name"]?.ToString()))
            {
                throw new CommandException($"{path}: an object needs apiVersion, kind and metadata.name.");
            }

            own.Add(new RenderedObject(json));
        }
    }

    /// <summary>The order of kustomize: patches see the names as they are in the files, images come last.</summary>
    private static void Transform(KustomizationFields fields, List<RenderedObject> objects)
    {
        foreach (var patch in fields.Patches)
        {
            PatchTransformer.Apply(fields, patch, objects);
        }

        NameTransformer.Apply(fields, objects);
        LabelTransformer.Apply(fields, objects);
        ContainerTransformer.Apply(fields, objects);
    }
}
