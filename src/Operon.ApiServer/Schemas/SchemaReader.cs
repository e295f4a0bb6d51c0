using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Operon.Cel.Patterns;

namespace Operon.ApiServer.Schemas;

/// <summary>Reads OpenAPI v3 schema objects into <see cref="Schema"/> nodes: CRD schemas (no references) and built-in definitions.</summary>
internal static class SchemaReader
{
    private const string ReferencePrefix = "#/components/schemas/";

    private static readonly HashSet<string> ValidationKeys = new(StringComparer.Ordinal)
    {
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern", "minItems", "maxItems",
        "minProperties", "maxProperties", "enum", "allOf", "anyOf", "oneOf", "not",
    };

    /// <summary>
    /// The schema of one CRD version. The root always knows <c>apiVersion</c>, <c>kind</c> and <c>metadata</c> (ObjectMeta), whatever was
    /// written.
    /// </summary>
    public static Schema ReadStructural(JsonObject openApiV3Schema) => WithObjectFields(Read(openApiV3Schema, null));

    /// <summary>A node inside a CRD schema, without the fields every object has.</summary>
    public static Schema ReadNested(JsonObject node) => Read(node, null);

    /// <summary>A definition of the built-in table; <paramref name="resolve"/> finds the definition a reference names.</summary>
    public static Schema ReadDefinition(JsonObject definition, Func<string, Schema> resolve) => Read(definition, resolve);

    private static Schema WithObjectFields(Schema root)
    {
        var properties = new Dictionary<string, Schema>(root.Properties, StringComparer.Ordinal)
        {
            ["apiVersion"] = WellKnownSchemas.String,
            ["kind"] = WellKnownSchemas.String,
            ["metadata"] = Metadata(root.Properties.GetValueOrDefault("metadata")),
        };
        return new Schema
        {
            Type = SchemaType.Object,
            Description = root.Description,
            Nullable = root.Nullable,
            Properties = properties,
            Required = root.Required,
            PreserveUnknownFields = root.PreserveUnknownFields,
            AtomicMap = root.AtomicMap,
            Validation = root.Validation,
            Rules = root.Rules,
        };
    }

    /// <summary>ObjectMeta, with the restrictions a CRD may put on name and generateName.</summary>
    private static Schema Metadata(Schema? restrictions)
    {
        if (restrictions is null || (restrictions.Properties.Count == 0 && restrictions.Required.Count == 0 && restrictions.Validation is null))
        {
            return WellKnownSchemas.ObjectMeta;
        }
        var properties = new Dictionary<string, Schema>(WellKnownSchemas.ObjectMeta.Properties, StringComparer.Ordinal);
        foreach (var (name, restricted) in restrictions.Properties)
        {
            properties[name] = restricted;
        }
        return new Schema { Type = SchemaType.Object, Properties = properties, Required = restrictions.Required, Validation = restrictions.Validation };
    }

    private static Schema Read(JsonObject node, Func<string, Schema>? resolve)
    {
        if (resolve is not null)
        {
            if (Reference(node) is { } direct)
            {
                return resolve(direct);
            }
            // Upstream writes a reference with siblings as allOf of one reference.
            if (node["allOf"] is JsonArray { Count: 1 } wrapped && wrapped[0] is JsonObject inner && Reference(inner) is { } name)
            {
                return resolve(name).ReferredToBy(ReadReferringField(node));
            }
        }
        return ReadNode(node, resolve);
    }

    private static Schema ReadReferringField(JsonObject node) => new()
    {
        Description = Text(node, "description"),
        Default = ReadDefault(node, builtIn: true),
        Nullable = Flag(node, "nullable"),
        AlwaysPresent = node["default"] is JsonObject { Count: 0 },
        AtomicMap = Text(node, "x-kubernetes-map-type") == "atomic",
        PatchMergeKey = Text(node, "x-kubernetes-patch-merge-key"),
        PatchStrategies = ReadPatchStrategies(node),
    };

    private static Schema ReadNode(JsonObject node, Func<string, Schema>? resolve)
    {
        var intOrString = Flag(node, "x-kubernetes-int-or-string") || Text(node, "format") == "int-or-string";
        var properties = node["properties"] as JsonObject;
        var additional = node["additionalProperties"];
        var embedded = Flag(node, "x-kubernetes-embedded-resource");
        var read = properties is null && !embedded ? null : new Lazy<IReadOnlyDictionary<string, Schema>>(() => ReadProperties(properties, embedded, resolve));
        if (resolve is null)
        {
            _ = read?.Value;
        }
        return new Schema
        {
            Type = intOrString ? SchemaType.Any : ReadType(Text(node, "type")),
            Format = Text(node, "format"),
            Description = Text(node, "description"),
            Default = ReadDefault(node, resolve is not null),
            Nullable = Flag(node, "nullable"),
            DeferredProperties = read ?? Schema.NoProperties,
            AdditionalProperties = additional switch
            {
                JsonObject values => Read(values, resolve),
                JsonValue value when value.GetValueKind() == JsonValueKind.True => WellKnownSchemas.Anything,
                _ => null,
            },
            Items = node["items"] is JsonObject items ? Read(items, resolve) : null,
            Required = Strings(node["required"]),
            IntOrString = intOrString,
            PreserveUnknownFields = Flag(node, "x-kubernetes-preserve-unknown-fields"),
            EmbeddedResource = embedded,
            ListType = Text(node, "x-kubernetes-list-type") switch
            {
                "set" => ListType.Set,
                "map" => ListType.Map,
                _ => ListType.Atomic,
            },
            ListMapKeys = Strings(node["x-kubernetes-list-map-keys"]),
            AtomicMap = Text(node, "x-kubernetes-map-type") == "atomic",
            PatchMergeKey = Text(node, "x-kubernetes-patch-merge-key"),
            PatchStrategies = ReadPatchStrategies(node),
            Validation = ReadValidation(node, resolve),
            Rules = node["x-kubernetes-validations"]?.DeepClone() as JsonArray,
        };
    }

    private static Dictionary<string, Schema> ReadProperties(JsonObject? properties, bool embedded, Func<string, Schema>? resolve)
    {
        var read = new Dictionary<string, Schema>(StringComparer.Ordinal);
        foreach (var (name, value) in properties ?? [])
        {
            if (value is JsonObject child)
            {
                read[name] = Read(child, resolve);
            }
        }
        if (embedded)
        {
            read["apiVersion"] = WellKnownSchemas.String;
            read["kind"] = WellKnownSchemas.String;
            read["metadata"] = Metadata(read.GetValueOrDefault("metadata"));
        }
        return read;
    }

    private static ValueValidation? ReadValidation(JsonObject node, Func<string, Schema>? resolve)
    {
        if (!node.Any(member => ValidationKeys.Contains(member.Key) && member.Value is not null))
        {
            return null;
        }
        var pattern = Text(node, "pattern");
        return new ValueValidation
        {
            Minimum = Number(node, "minimum"),
            ExclusiveMinimum = Flag(node, "exclusiveMinimum"),
            Maximum = Number(node, "maximum"),
            ExclusiveMaximum = Flag(node, "exclusiveMaximum"),
            MultipleOf = Number(node, "multipleOf"),
            MinLength = Count(node, "minLength"),
            MaxLength = Count(node, "maxLength"),
            Pattern = string.IsNullOrEmpty(pattern) ? null : GoPattern.Compile(pattern),
            PatternText = pattern,
            MinItems = Count(node, "minItems"),
            MaxItems = Count(node, "maxItems"),
            MinProperties = Count(node, "minProperties"),
            MaxProperties = Count(node, "maxProperties"),
            Enum = node["enum"] is JsonArray { Count: > 0 } allowed ? [.. allowed.Select(value => value?.DeepClone())] : null,
            AllOf = Branches(node["allOf"], resolve),
            AnyOf = Branches(node["anyOf"], resolve),
            OneOf = Branches(node["oneOf"], resolve),
            Not = node["not"] is JsonObject not ? Read(not, resolve) : null,
        };
    }

    private static Schema[] Branches(JsonNode? node, Func<string, Schema>? resolve) =>
        node is JsonArray branches ? [.. branches.OfType<JsonObject>().Select(branch => Read(branch, resolve))] : [];

    /// <summary>Upstream's generator writes Go's zero values as defaults of required fields; the server never adds those.</summary>
    private static JsonNode? ReadDefault(JsonObject node, bool builtIn)
    {
        var value = node["default"];
        if (value is null)
        {
            return null;
        }
        var zero = builtIn && value switch
        {
            JsonObject { Count: 0 } => true,
            JsonValue scalar => scalar.ToJsonString() is "\"\"" or "0" or "false",
            _ => false,
        };
        return zero ? null : value.DeepClone();
    }

    private static string[] ReadPatchStrategies(JsonObject node) => Text(node, "x-kubernetes-patch-strategy")?.Split(',') ?? [];

    private static SchemaType ReadType(string? type) => type switch
    {
        "object" => SchemaType.Object,
        "array" => SchemaType.Array,
        "string" => SchemaType.String,
        "integer" => SchemaType.Integer,
        "number" => SchemaType.Number,
        "boolean" => SchemaType.Boolean,
        _ => SchemaType.Any,
    };

    private static string? Reference(JsonObject node) =>
        Text(node, "$ref") is { } reference && reference.StartsWith(ReferencePrefix, StringComparison.Ordinal) ? reference[ReferencePrefix.Length..] : null;

    private static string? Text(JsonObject node, string key) =>
        node[key] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static bool Flag(JsonObject node, string key) => node[key] is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    private static double? Number(JsonObject node, string key) => node[key] is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)
        : null;

    private static int? Count(JsonObject node, string key) => Number(node, key) is { } number ? (int)Math.Min(number, int.MaxValue) : null;

    private static string[] Strings(JsonNode? node) => node is JsonArray list
        ? [.. list.OfType<JsonValue>().Where(value => value.GetValueKind() == JsonValueKind.String).Select(value => value.GetValue<string>())]
        : [];
}
