using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Operon.ApiServer.Discovery;
using Operon.ApiServer.Schemas;

namespace Operon.ApiServer.OpenApi;

/// <summary>Collects the definitions a document's operations name and writes them with everything they refer to.</summary>
internal sealed class ComponentWriter(Utf8JsonWriter json)
{
    public const string Prefix = "#/components/schemas/";
    private const string Meta = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    private readonly HashSet<string> _wanted = new(StringComparer.Ordinal);

    /// <summary>The definition of a kind, or null when the kind has none (proxies, logs); remembers that the document needs it.</summary>
    public string? Definition(string group, string version, string kind, bool isCustom)
    {
        if (isCustom && group != "autoscaling")
        {
            return CustomName(group, version, kind);
        }
        if (!BuiltInSchemaTable.Instance.Kinds.TryGetValue($"{group}/{version}/{kind}", out var name))
        {
            return null;
        }
        _wanted.Add(name);
        return name;
    }

    /// <summary>A definition of the meta package such as <c>Status</c>.</summary>
    public string MetaDefinition(string kind)
    {
        _wanted.Add(Meta + kind);
        return Meta + kind;
    }

    public void WriteSchemas(IReadOnlyList<CustomResourceOpenApi> customResources)
    {
        if (customResources.Count > 0)
        {
            MetaDefinition("ObjectMeta");
            MetaDefinition("ListMeta");
        }
        json.WriteStartObject("schemas");
        foreach (var name in Closure())
        {
            json.WritePropertyName(name);
            json.WriteRawValue(BuiltInSchemaTable.Instance.Json(name).Span, skipInputValidation: true);
        }
        foreach (var custom in customResources)
        {
            WriteCustom(custom);
        }
        json.WriteEndObject();
    }

    /// <summary><c>com.coreos.database.etcd.v1beta2.EtcdCluster</c> for etcd.database.coreos.com.</summary>
    private static string CustomName(string group, string version, string kind) => $"{string.Join('.', group.Split('.').Reverse())}.{version}.{kind}";

    private SortedSet<string> Closure()
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(_wanted);
        while (open.TryPop(out var name))
        {
            if (!found.Add(name))
            {
                continue;
            }
            var text = Encoding.UTF8.GetString(BuiltInSchemaTable.Instance.Json(name).Span);
            for (var at = text.IndexOf(Prefix, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Prefix, at, StringComparison.Ordinal))
            {
                at += Prefix.Length;
                open.Push(text[at..text.IndexOf('"', at)]);
            }
        }
        return found;
    }

    private void WriteCustom(CustomResourceOpenApi custom)
    {
        var resource = custom.Resource;
        var schema = custom.Schema?.DeepClone().AsObject() ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
        var properties = schema["properties"] as JsonObject;
        if (properties is null)
        {
            schema["properties"] = properties = [];
        }
        if (custom.Schema is not null)
        {
            AddObjectFields(properties);
        }
        schema["x-kubernetes-group-version-kind"] = new JsonArray(Kind(resource, resource.Kind));
        if (custom.SelectableFields.Count > 0)
        {
            schema["x-kubernetes-selectable-fields"] = new JsonArray([.. custom.SelectableFields.Select(field => (JsonNode)new JsonObject { ["fieldPath"] = field })]);
        }
        var name = CustomName(resource.Group, resource.Version, resource.Kind);
        json.WritePropertyName(name);
        schema.WriteTo(json);

        var list = new JsonObject
        {
            ["description"] = $"{resource.ListKind} is a list of {resource.Kind}",
            ["type"] = "object",
            ["required"] = new JsonArray("items"),
            ["properties"] = new JsonObject
            {
                ["apiVersion"] = ApiVersion(),
                ["items"] = new JsonObject
                {
                    ["description"] = $"List of {resource.Plural}.",
                    ["type"] = "array",
                    ["items"] = new JsonObject { ["$ref"] = Prefix + name },
                },
                ["kind"] = KindField(),
                ["metadata"] = Metadata("ListMeta", "Standard list metadata."),
            },
            ["x-kubernetes-group-version-kind"] = new JsonArray(Kind(resource, resource.ListKind)),
        };
        json.WritePropertyName(CustomName(resource.Group, resource.Version, resource.ListKind));
        list.WriteTo(json);
    }

    private static void AddObjectFields(JsonObject properties)
    {
        properties["apiVersion"] = ApiVersion();
        properties["kind"] = KindField();
        properties["metadata"] = Metadata("ObjectMeta", "Standard object's metadata.");
    }

    private static JsonObject ApiVersion() => new() { ["description"] = "Version of the schema this object is written in.", ["type"] = "string" };

    private static JsonObject KindField() => new() { ["description"] = "Kind of resource this object represents.", ["type"] = "string" };

    private static JsonObject Metadata(string kind, string description) => new()
    {
        ["description"] = description,
        ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = Prefix + Meta + kind }),
    };

    private static JsonObject Kind(ResourceDefinition resource, string kind) =>
        new JsonObject { ["group"] = resource.Group, ["kind"] = kind, ["version"] = resource.Version };
}
