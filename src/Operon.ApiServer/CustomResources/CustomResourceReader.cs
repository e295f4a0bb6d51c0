using System.Text.Json.Nodes;
using Operon.ApiServer.Discovery;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Schemas;

namespace Operon.ApiServer.CustomResources;

/// <summary>Turns a stored CustomResourceDefinition into the resources it serves.</summary>
internal static class CustomResourceReader
{
    private static readonly string[] Verbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
    private static readonly string[] SubresourceVerbs = ["get", "patch", "update"];

    public static IEnumerable<ServedResource> Read(JsonObject crd)
    {
        var spec = crd.Object("spec");
        if (spec is null || !IsEstablished(crd))
        {
            yield break;
        }

        var group = spec.Text("group");
        var names = crd.Object("status").Object("acceptedNames") ?? spec.Object("names");
        var storage = spec.Objects("versions").FirstOrDefault(version => version["storage"].Boolean() == true)?.Text("name") ?? "";
        foreach (var version in spec.Objects("versions").Where(version => version["served"].Boolean() == true))
        {
            yield return Read(crd, group, names, storage, version);
        }
    }

    public static bool IsEstablished(JsonObject crd) =>
        crd.Object("status").Objects("conditions").Any(condition => condition.Text("type") == "Established" && condition.Text("status") == "True");

    private static ServedResource Read(JsonObject crd, string group, JsonObject? names, string storage, JsonObject version)
    {
        var kind = names.Text("kind");
        var name = version.Text("name");
        var subresources = new List<SubresourceDefinition>();
        var hasStatus = version.Object("subresources").Object("status") is not null;
        if (hasStatus)
        {
            subresources.Add(new SubresourceDefinition("status", group, name, kind, SubresourceVerbs));
        }

        var scale = Scale(version.Object("subresources").Object("scale"));
        if (scale is not null)
        {
            subresources.Add(new SubresourceDefinition("scale", "autoscaling", "v1", "Scale", SubresourceVerbs));
        }

        var listKind = names.Text("listKind");
        var singular = names.Text("singular");
        var definition = new ResourceDefinition(
            group,
            name,
            names.Text("plural"),
            singular.Length > 0 ? singular : kind.ToLowerInvariant(),
            kind,
            listKind.Length > 0 ? listKind : kind + "List",
            crd.Object("spec").Text("scope") == "Namespaced",
            Verbs,
            [.. names.Texts("shortNames")],
            [.. names.Texts("categories")],
            subresources);
        var openApi = version.Object("schema").Object("openAPIV3Schema") ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
        var selectable = version.Objects("selectableFields").Select(field => field.Text("jsonPath").TrimStart('.')).ToList();
        return new ServedResource(definition, SchemaReader.ReadStructural(openApi), new CustomResourceVersion(crd.Name(), storage, version.Array("additionalPrinterColumns"), hasStatus, scale, selectable)
        {
            DeprecationWarning = version["deprecated"].Boolean() == true
                ? version["deprecationWarning"].Text() ?? $"{group}/{name} {kind} is deprecated"
                : null,
            OpenApiSchema = version.Object("schema").Object("openAPIV3Schema"),
            IsTerminating = crd.IsDeleting(),
        });
    }

    private static CustomScale? Scale(JsonObject? scale) => scale is null
        ? null
        : new CustomScale(scale.Text("specReplicasPath"), scale.Text("statusReplicasPath"), scale["labelSelectorPath"].Text());
}
