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
    public SchemaType Type { get; init; }
    public string? Format { get; init; }
    public string? Description { get; init; }
    public JsonNode? Default { get; init; }
    public bool Nullable { get; init; }
    public IReadOnlyDictionary<string, Schema> Properties { get; init; } = new Dictionary<string, Schema>();

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
}
