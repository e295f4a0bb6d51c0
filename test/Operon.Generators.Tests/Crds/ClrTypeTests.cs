using Xunit;

namespace Operon.Generators.Tests;

/// <summary>What each type of .NET is in a schema.</summary>
public sealed class ClrTypeTests
{
    private const string Quantity = """
        {
          "anyOf": [{ "type": "integer" }, { "type": "string" }], "x-kubernetes-int-or-string": true,
          "pattern": "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$"
        }
        """;

    [Theory]
    [InlineData("bool?", """{ "type": "boolean" }""")]
    [InlineData("string?", """{ "type": "string" }""")]
    [InlineData("int?", """{ "type": "integer", "format": "int32" }""")]
    [InlineData("long?", """{ "type": "integer", "format": "int64" }""")]
    [InlineData("byte?", """{ "type": "integer", "format": "int32", "minimum": 0, "maximum": 255 }""")]
    [InlineData("short?", """{ "type": "integer", "format": "int32", "minimum": -32768, "maximum": 32767 }""")]
    [InlineData("uint?", """{ "type": "integer", "format": "int64", "minimum": 0, "maximum": 4294967295 }""")]
    [InlineData("ulong?", """{ "type": "integer", "format": "int64", "minimum": 0 }""")]
    [InlineData("double?", """{ "type": "number", "format": "double" }""")]
    [InlineData("float?", """{ "type": "number", "format": "float" }""")]
    [InlineData("decimal?", """{ "type": "number" }""")]
    [InlineData("DateTime?", """{ "type": "string", "format": "date-time" }""")]
    [InlineData("DateTimeOffset?", """{ "type": "string", "format": "date-time" }""")]
    [InlineData("DateOnly?", """{ "type": "string", "format": "date" }""")]
    [InlineData("TimeSpan?", """{ "type": "string", "format": "duration" }""")]
    [InlineData("Guid?", """{ "type": "string", "format": "uuid" }""")]
    [InlineData("Uri?", """{ "type": "string", "format": "uri" }""")]
    [InlineData("System.Net.IPAddress?", """{ "type": "string", "anyOf": [{ "format": "ipv4" }, { "format": "ipv6" }] }""")]
    [InlineData("System.Net.IPNetwork?", """{ "type": "string", "format": "cidr" }""")]
    [InlineData("byte[]?", """{ "type": "string", "format": "byte" }""")]
    [InlineData("JsonNode?", """{ "x-kubernetes-preserve-unknown-fields": true }""")]
    [InlineData("JsonElement?", """{ "x-kubernetes-preserve-unknown-fields": true }""")]
    [InlineData("JsonObject?", """{ "type": "object", "x-kubernetes-preserve-unknown-fields": true }""")]
    [InlineData("IntOrString?", """{ "anyOf": [{ "type": "integer" }, { "type": "string" }], "x-kubernetes-int-or-string": true }""")]
    [InlineData("ResourceQuantity?", Quantity)]
    [InlineData("string[]?", """{ "type": "array", "items": { "type": "string" } }""")]
    [InlineData("List<string>?", """{ "type": "array", "items": { "type": "string" } }""")]
    [InlineData("IReadOnlyList<int>?", """{ "type": "array", "items": { "type": "integer", "format": "int32" } }""")]
    [InlineData("IReadOnlyCollection<string>?", """{ "type": "array", "items": { "type": "string" } }""")]
    [InlineData("ImmutableArray<string>?", """{ "type": "array", "items": { "type": "string" } }""")]
    [InlineData("IReadOnlySet<string>?", """{ "type": "array", "items": { "type": "string" }, "x-kubernetes-list-type": "set" }""")]
    [InlineData("Dictionary<string, bool>?", """{ "type": "object", "additionalProperties": { "type": "boolean" } }""")]
    [InlineData("IReadOnlyDictionary<string, string[]>?", """{ "type": "object", "additionalProperties": { "type": "array", "items": { "type": "string" } } }""")]
    [InlineData("ImmutableDictionary<string, int>?", """{ "type": "object", "additionalProperties": { "type": "integer", "format": "int32" } }""")]
    public Task A_type_has_its_schema(string type, string schema)
    {
        var settings = new ProjectSettings { IsSchemaOnly = true };
        settings.Properties["CrdAllowFloatingPoint"] = "true";
        return Schemas.EmitsAsync($"public {type} Field {{ get; init; }}", "field", schema, settings: settings);
    }

    [Fact]
    public Task Members_of_base_types_come_along_and_overridden_ones_once() => Schemas.EmitsAsync(
        "public Big? Part { get; init; }", "part",
        """{ "type": "object", "properties": { "name": { "type": "string" }, "size": { "type": "integer", "format": "int32", "minimum": 2 } } }""",
        """
        public abstract record Small { public string? Name { get; init; } public virtual int? Size { get; init; } }
        public sealed record Big : Small { [Minimum(2)] public override int? Size { get; init; } }
        """);

    [Fact]
    public Task Generic_types_are_what_they_are_made_of() => Schemas.EmitsAsync(
        "public Box<string>? Box { get; init; }", "box",
        """{ "type": "object", "required": ["value"], "properties": { "value": { "type": "string" }, "rest": { "type": "array", "items": { "type": "string" } } } }""",
        "public sealed class Box<T> { public required T Value { get; init; } public IReadOnlyList<T> Rest { get; init; } = []; }");

    [Fact]
    public Task A_struct_is_an_object_too() => Schemas.EmitsAsync(
        "public Point? At { get; init; }", "at",
        """{ "type": "object", "required": ["x"], "properties": { "x": { "type": "integer", "format": "int32" }, "y": { "type": "integer", "format": "int32", "default": 2 } } }""",
        "public readonly record struct Point(int X, int Y = 2);");

    [Fact]
    public Task Flags_are_text_without_an_enum() => Schemas.EmitsAsync(
        "public Sides? Sides { get; init; }", "sides", """{ "type": "string" }""",
        "[Flags, JsonConverter(typeof(JsonStringEnumConverter<Sides>))] public enum Sides { Left = 1, Right = 2 }");
}
