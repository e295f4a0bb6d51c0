using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Operon.ApiServer.Schemas;

/// <summary>The value validations of one schema node, as OpenAPI v3 names them.</summary>
internal sealed class ValueValidation
{
    public double? Minimum { get; init; }
    public bool ExclusiveMinimum { get; init; }
    public double? Maximum { get; init; }
    public bool ExclusiveMaximum { get; init; }
    public double? MultipleOf { get; init; }
    public int? MinLength { get; init; }
    public int? MaxLength { get; init; }
    public Regex? Pattern { get; init; }

    /// <summary>The pattern as written (RE2), for messages.</summary>
    public string? PatternText { get; init; }
    public int? MinItems { get; init; }
    public int? MaxItems { get; init; }
    public int? MinProperties { get; init; }
    public int? MaxProperties { get; init; }
    public IReadOnlyList<JsonNode?>? Enum { get; init; }
    public IReadOnlyList<Schema> AllOf { get; init; } = [];
    public IReadOnlyList<Schema> AnyOf { get; init; } = [];
    public IReadOnlyList<Schema> OneOf { get; init; } = [];
    public Schema? Not { get; init; }
}
