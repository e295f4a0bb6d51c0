using System.Text.Json.Nodes;

namespace Operon.Cli.Kustomize;

/// <summary><c>images</c> and <c>replicas</c>.</summary>
internal static class ContainerTransformer
{
    public static void Apply(KustomizationFields fields, List<RenderedObject> objects)
    {
        foreach (var item in fields.Replicas)
        {
            var (name, count) = (item["name"]?.ToString(), item["count"] ?? throw new CommandException($"{fields.File}: an item of replicas needs name and count."));
            foreach (var one in objects.Where(one => one.OriginalName == name && one.Json["spec"] is JsonObject && one.Kind is "Deployment" or "StatefulSet" or "ReplicaSet" or "ReplicationController"))
            {
                one.Json["spec"]!["replicas"] = count.DeepClone();
            }
        }

        foreach (var item in fields.Images)
        {
            var name = item["name"]?.ToString() ?? throw new CommandException($"{fields.File}: an item of images needs name.");
            foreach (var container in objects.SelectMany(one => PodSpec.Containers(PodSpec.Of(one.Json))))
            {
                if (container["image"]?.ToString() is { } image && ImageName.Parse(image) is var parsed && parsed.Name == name)
                {
                    container["image"] = parsed.With(item["newName"]?.ToString(), item["newTag"]?.ToString(), item["digest"]?.ToString()).ToString();
                }
            }
        }
    }
}
