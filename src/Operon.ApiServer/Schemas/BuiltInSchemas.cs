using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Operon.ApiServer.Schemas;

/// <summary>
/// The schemas of every built-in kind, from the committed table. A definition is parsed when somebody first asks for it; start-up only pays for
/// an index of the lines.
/// </summary>
internal static class BuiltInSchemas
{
    private static readonly ConcurrentDictionary<string, Lazy<Schema>> Parsed = new(StringComparer.Ordinal);

    /// <summary>The schema of a kind; null for kinds that are not built in. The core group is "".</summary>
    public static Schema? Find(string group, string version, string kind) =>
        BuiltInSchemaTable.Instance.Kinds.TryGetValue($"{group}/{version}/{kind}", out var name) ? Definition(name) : null;

    /// <summary>A definition by its OpenAPI name, such as <c>io.k8s.api.core.v1.PodSpec</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such definition.</exception>
    public static Schema Definition(string name) => Parsed.GetOrAdd(name, static key => new Lazy<Schema>(() => Parse(key))).Value;

    private static Schema Parse(string name) => name switch
    {
        "io.k8s.apimachinery.pkg.api.resource.Quantity" => new Schema { Format = "quantity" },
        "io.k8s.apimachinery.pkg.runtime.RawExtension"
            or "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1"
            or "io.k8s.apimachinery.pkg.apis.meta.v1.Patch" => new Schema { Type = SchemaType.Object, PreserveUnknownFields = true, AtomicMap = true },
        "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON"
            or "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray"
            or "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool"
            or "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray" => WellKnownSchemas.Anything,
        _ => SchemaReader.ReadDefinition((JsonObject)JsonNode.Parse(BuiltInSchemaTable.Instance.Json(name).Span)!, Definition),
    };
}
