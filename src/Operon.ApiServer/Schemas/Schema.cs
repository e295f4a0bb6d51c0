using System.Text.Json.Nodes;

namespace Operon.ApiServer.Schemas;

/// <summary>The JSON type a schema node asks for.</summary>
internal enum SchemaType
{
    /// <summary>No type: int-or-string, or anything where unknown fields are preserved.</summary>
    Any,
    Object,
    Array,
    String,
    Integer,
    Number,
    Boolean,
}

/// <summary>How apply and validation treat an array (x-kubernetes-list-type).</summary>
internal enum ListType
{
    Atomic,
    Set,
    Map,
}

/// <summary>
/// One node of a schema, of a built-in kind or of a CRD: what decoding, defaulting, pruning, validation, patching, apply and OpenAPI
/// all work from. Immutable after construction; built-in nodes are shared and may be recursive (JSONSchemaProps), so children resolve lazily.
/// </summary>
internal sealed class Schema
{
    public static readonly Lazy<IReadOnlyDictionary<string, Schema>> NoProperties = new(new Dictionary<string, Schema>());
    private Lazy<IReadOnlyDictionary<string, Schema>> _properties = NoProperties;

    public SchemaType Type { get; init; }
    public string? Format { get; init; }
    public string? Description { get; init; }
    public JsonNode? Default { get; init; }
    public bool Nullable { get; init; }

    /// <summary>A struct that built-in objects always have (upstream's <c>default: {}</c>); writing below it does not add it.</summary>
    public bool AlwaysPresent { get; init; }

    /// <summary>Fields of a struct; resolved on first use, because definitions may contain themselves.</summary>
    public IReadOnlyDictionary<string, Schema> Properties
    {
        get => _properties.Value;
        init => _properties = new(value);
    }

    /// <summary>Defers the fields until somebody asks for them.</summary>
    public Lazy<IReadOnlyDictionary<string, Schema>> DeferredProperties
    {
        init => _properties = value;
    }

    /// <summary>Schema of map values; null for a struct.</summary>
    public Schema? AdditionalProperties { get; init; }

    /// <summary>Schema of array elements.</summary>
    public Schema? Items { get; init; }
    public IReadOnlyList<string> Required { get; init; } = [];
    public bool IntOrString { get; init; }
    public bool PreserveUnknownFields { get; init; }
    public bool EmbeddedResource { get; init; }
    public ListType ListType { get; init; }
    public IReadOnlyList<string> ListMapKeys { get; init; } = [];

    /// <summary>x-kubernetes-map-type: atomic; the whole map or struct has one owner.</summary>
    public bool AtomicMap { get; init; }

    /// <summary>x-kubernetes-patch-merge-key; null when strategic merge replaces the list.</summary>
    public string? PatchMergeKey { get; init; }

    /// <summary>x-kubernetes-patch-strategy, split at commas: merge, replace, retainKeys.</summary>
    public IReadOnlyList<string> PatchStrategies { get; init; } = [];

    /// <summary>Value validations (minimum, pattern, enum, oneOf ...); null when the node has none.</summary>
    public ValueValidation? Validation { get; init; }

    /// <summary>x-kubernetes-validations as written (CEL rules, kept for whoever evaluates them); null when there are none.</summary>
    public JsonArray? Rules { get; init; }

    /// <summary>
    /// This definition where a field refers to it: the field's own default, description, nullability and merge rules win, the fields inside are
    /// shared.
    /// </summary>
    public Schema ReferredToBy(Schema field) => new()
    {
        Type = Type,
        Format = Format,
        Description = field.Description ?? Description,
        Default = field.Default ?? Default,
        Nullable = Nullable || field.Nullable,
        AlwaysPresent = field.AlwaysPresent,
        DeferredProperties = _properties,
        AdditionalProperties = AdditionalProperties,
        Items = Items,
        Required = Required,
        IntOrString = IntOrString,
        PreserveUnknownFields = PreserveUnknownFields,
        EmbeddedResource = EmbeddedResource,
        ListType = ListType,
        ListMapKeys = ListMapKeys,
        AtomicMap = AtomicMap || field.AtomicMap,
        PatchMergeKey = field.PatchMergeKey ?? PatchMergeKey,
        PatchStrategies = field.PatchStrategies.Count > 0 ? field.PatchStrategies : PatchStrategies,
        Validation = Validation,
        Rules = Rules,
    };
}
