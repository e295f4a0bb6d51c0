using System.Text.Json.Nodes;
using Operon.ApiServer.Discovery;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Schemas;
using Operon.ApiServer.Webhooks;

namespace Operon.ApiServer.CustomResources;

/// <summary>Turns a stored CustomResourceDefinition into the resources it serves.</summary>
internal sealed class CustomResourceReader
{
    private static readonly string[] Verbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
    private static readonly string[] SubresourceVerbs = ["get", "patch", "update"];
    private static readonly string[] KnownReviews = ["v1", "v1beta1"];

    private readonly JsonObject _crd;
    private readonly JsonObject _spec;
    private readonly JsonObject? _names;
    private readonly JsonObject? _storage;
    private readonly Schema _storageSchema;
    private readonly WebhookConversion? _conversion;

    private CustomResourceReader(JsonObject crd, JsonObject spec)
    {
        _crd = crd;
        _spec = spec;
        _names = crd.Object("status").Object("acceptedNames") ?? spec.Object("names");
        _storage = spec.Objects("versions").FirstOrDefault(version => version["storage"].Boolean() == true);
        _storageSchema = SchemaOf(_storage);
        _conversion = Conversion(spec.Object("conversion"));
    }

    public static CustomResourceSet Read(JsonObject crd)
    {
        if (crd.Object("spec") is not { } spec || !IsEstablished(crd))
        {
            return CustomResourceSet.Empty;
        }

        var reader = new CustomResourceReader(crd, spec);
        var versions = spec.Objects("versions").ToDictionary(version => version, reader.Resource);
        return new CustomResourceSet(
            [.. versions.Where(version => version.Key["served"].Boolean() == true).Select(version => version.Value)],
            reader._storage is null ? null : versions[reader._storage]);
    }

    public static bool IsEstablished(JsonObject crd) =>
        crd.Object("status").Objects("conditions").Any(condition => condition.Text("type") == "Established" && condition.Text("status") == "True");

    private ServedResource Resource(JsonObject version)
    {
        var definition = Definition(version);
        var hasStatus = version.Object("subresources").Object("status") is not null;
        var custom = new CustomResourceVersion(
            _crd.Name(),
            _storage.Text("name"),
            version.Array("additionalPrinterColumns"),
            hasStatus,
            Scale(version.Object("subresources").Object("scale")),
            [.. version.Objects("selectableFields").Select(field => field.Text("jsonPath").TrimStart('.'))])
        {
            StorageSchema = _storageSchema,
            Conversion = _conversion,
            DeprecationWarning = version["deprecated"].Boolean() == true
                ? version["deprecationWarning"].Text() ?? $"{definition.GroupVersion} {definition.Kind} is deprecated"
                : null,
            OpenApiSchema = version.Object("schema").Object("openAPIV3Schema"),
            IsTerminating = _crd.IsDeleting(),
        };
        return new ServedResource(definition, ReferenceEquals(version, _storage) ? _storageSchema : SchemaOf(version), custom);
    }

    private ResourceDefinition Definition(JsonObject version)
    {
        var kind = _names.Text("kind");
        var listKind = _names.Text("listKind");
        var singular = _names.Text("singular");
        return new ResourceDefinition(
            _spec.Text("group"),
            version.Text("name"),
            _names.Text("plural"),
            singular.Length > 0 ? singular : kind.ToLowerInvariant(),
            kind,
            listKind.Length > 0 ? listKind : kind + "List",
            _spec.Text("scope") == "Namespaced",
            Verbs,
            [.. _names.Texts("shortNames")],
            [.. _names.Texts("categories")],
            [.. Subresources(version.Object("subresources"), _spec.Text("group"), version.Text("name"), kind)]);
    }

    private static IEnumerable<SubresourceDefinition> Subresources(JsonObject? subresources, string group, string version, string kind)
    {
        if (subresources.Object("status") is not null)
        {
            yield return new SubresourceDefinition("status", group, version, kind, SubresourceVerbs);
        }

        if (subresources.Object("scale") is not null)
        {
            yield return new SubresourceDefinition("scale", "autoscaling", "v1", "Scale", SubresourceVerbs);
        }
    }

    private static Schema SchemaOf(JsonObject? version) =>
        SchemaReader.ReadStructural(version.Object("schema").Object("openAPIV3Schema") ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true });

    private static WebhookConversion? Conversion(JsonObject? conversion) => conversion.Text("strategy") == "Webhook" && conversion.Object("webhook") is { } webhook
        ? new WebhookConversion(WebhookClientConfig.Read(webhook.Object("clientConfig")), webhook.Texts("conversionReviewVersions").FirstOrDefault(KnownReviews.Contains) ?? KnownReviews[0])
        : null;

    private static CustomScale? Scale(JsonObject? scale) => scale is null
        ? null
        : new CustomScale(scale.Text("specReplicasPath"), scale.Text("statusReplicasPath"), scale["labelSelectorPath"].Text());
}
