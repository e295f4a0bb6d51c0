using System.Text.Json.Nodes;

namespace Operon.Cli.Kustomize;

/// <summary><c>labels</c> and <c>commonAnnotations</c>.</summary>
internal static class LabelTransformer
{
    public static void Apply(KustomizationFields fields, List<RenderedObject> objects)
    {
        foreach (var item in fields.Labels)
        {
            if (item["pairs"] is not JsonObject pairs)
            {
                throw new CommandException($"{fields.File}: an item of labels needs pairs.");
            }

            var (inSelectors, inTemplates) = (Flag(item, "includeSelectors"), Flag(item, "includeTemplates"));
            foreach (var one in objects)
            {
                Add(one.Metadata, "labels", pairs);
                if (inSelectors || inTemplates)
                {
                    AddToTemplates(one.Json, "labels", pairs);
                }

                if (inSelectors)
                {
                    AddToSelectors(one.Json, pairs);
                }
            }
        }

        if (fields.CommonAnnotations is { } annotations)
        {
            foreach (var one in objects)
            {
                Add(one.Metadata, "annotations", annotations);
                AddToTemplates(one.Json, "annotations", annotations);
            }
        }
    }

    private static void AddToTemplates(JsonObject json, string field, JsonObject pairs)
    {
        foreach (var template in new[] { json["spec"]?["template"], json["spec"]?["jobTemplate"], json["spec"]?["jobTemplate"]?["spec"]?["template"] }.OfType<JsonObject>())
        {
            if (template["metadata"] is not JsonObject metadata)
            {
                template["metadata"] = metadata = [];
            }

            Add(metadata, field, pairs);
        }
    }

    private static void AddToSelectors(JsonObject json, JsonObject pairs)
    {
        if (json["spec"] is not JsonObject spec)
        {
            return;
        }

        switch (json["kind"]?.ToString())
        {
            case "Service":
                Add(spec, "selector", pairs);
                break;
            case "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet" or "PodDisruptionBudget":
                Add(Child(spec, "selector"), "matchLabels", pairs);
                break;
            case "NetworkPolicy":
                Add(Child(spec, "podSelector"), "matchLabels", pairs);
                break;
        }
    }

    private static JsonObject Child(JsonObject holder, string field)
    {
        if (holder[field] is not JsonObject child)
        {
            holder[field] = child = [];
        }

        return child;
    }

    private static void Add(JsonObject holder, string field, JsonObject pairs)
    {
        if (holder[field] is not JsonObject present)
        {
            holder[field] = present = [];
        }

        foreach (var (name, value) in pairs)
        {
            present[name] = value?.ToString();
        }
    }

    private static bool Flag(JsonObject item, string field) => item[field]?.GetValue<bool>() ?? false;
}
