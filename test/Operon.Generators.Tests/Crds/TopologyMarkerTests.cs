using Xunit;

namespace Operon.Generators.Tests;

/// <summary>The rows of docs/markers.md about merging by server-side apply.</summary>
public sealed class TopologyMarkerTests
{
    private const string Port = "public sealed record Port { [Key] public int Number { get; init; } public string? Name { get; init; } }";
    private const string PortSchema = """{ "type": "object", "required": ["number"], "properties": { "number": { "type": "integer", "format": "int32" }, "name": { "type": "string" } } }""";

    [Fact]
    public Task ListType_map_takes_its_keys_from_the_items_type() => Schemas.EmitsAsync(
        "[ListType(ListType.Map)] public IReadOnlyList<Port>? Ports { get; init; }", "ports",
        $$"""{ "type": "array", "items": {{PortSchema}}, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["number"] }""", Port);

    [Fact]
    public Task A_key_on_the_items_type_makes_a_list_a_map() => Schemas.EmitsAsync(
        "public Port[]? Ports { get; init; }", "ports",
        $$"""{ "type": "array", "items": {{PortSchema}}, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["number"] }""", Port);

    [Fact]
    public Task ListMapKey_names_the_keys_of_items_of_other_types() => Schemas.EmitsAsync(
        "[ListType(ListType.Map), ListMapKey(\"name\")] public List<V1LocalObjectReference>? Secrets { get; init; }", "secrets",
        """
        {
          "type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"],
          "items": { "type": "object", "properties": { "name": { "type": "string", "default": "" } }, "x-kubernetes-map-type": "atomic" }
        }
        """);

    [Fact]
    public Task ListType_set_is_for_scalars() => Schemas.EmitsAsync(
        "[ListType(ListType.Set)] public ImmutableArray<string>? Names { get; init; }", "names",
        """{ "type": "array", "items": { "type": "string" }, "x-kubernetes-list-type": "set" }""");

    [Fact]
    public Task A_set_of_CSharp_is_a_set() => Schemas.EmitsAsync(
        "public HashSet<string>? Names { get; init; }", "names",
        """{ "type": "array", "items": { "type": "string" }, "x-kubernetes-list-type": "set" }""");

    [Fact]
    public Task ListType_atomic_is_replaced_as_a_whole() => Schemas.EmitsAsync(
        "[ListType(ListType.Atomic)] public IReadOnlyList<Port>? Ports { get; init; }", "ports",
        $$"""{ "type": "array", "items": {{PortSchema}}, "x-kubernetes-list-type": "atomic" }""", Port);

    [Fact]
    public async Task Conditions_are_a_map_by_type()
    {
        var spec = await Schemas.SpecAsync("public IReadOnlyList<V1Condition>? Conditions { get; init; }");
        var conditions = spec["properties"]!["conditions"]!;
        Assert.Equal("map", (string?)conditions["x-kubernetes-list-type"]);
        Schemas.Equal("""["type"]""", conditions["x-kubernetes-list-map-keys"]);
        Schemas.Equal("""["True", "False", "Unknown"]""", conditions["items"]!["properties"]!["status"]!["enum"]);
    }

    [Fact]
    public Task MapType_atomic_makes_a_dictionary_one_value() => Schemas.EmitsAsync(
        "[MapType(MapType.Atomic)] public Dictionary<string, string>? Labels { get; init; }", "labels",
        """{ "type": "object", "additionalProperties": { "type": "string" }, "x-kubernetes-map-type": "atomic" }""");

    [Fact]
    public Task StructType_on_a_type_makes_all_fields_of_it_one_value() => Schemas.EmitsAsync(
        "public Point? At { get; init; }", "at",
        """{ "type": "object", "properties": { "x": { "type": "integer", "format": "int32" } }, "x-kubernetes-map-type": "atomic" }""",
        "[StructType(MapType.Atomic)] public sealed record Point { public int X { get; init; } }");

    [Fact]
    public Task StructType_on_a_field_is_about_this_one() => Schemas.EmitsAsync(
        "[StructType(MapType.Granular)] public Point? At { get; init; }", "at",
        """{ "type": "object", "properties": { "x": { "type": "integer", "format": "int32" } }, "x-kubernetes-map-type": "granular" }""",
        "public sealed record Point { public int X { get; init; } }");
}
