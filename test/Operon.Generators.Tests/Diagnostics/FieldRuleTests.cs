using Xunit;

namespace Operon.Generators.Tests;

/// <summary>Rules about fields.</summary>
public sealed class FieldRuleTests
{
    private const string Port = "public sealed record Port { public int Number { get; init; } }";

    [Fact]
    public async Task OP0004_a_list_of_objects_without_list_type()
    {
        Found.Once(
            await Found.InSpecAsync("OP0004", "public IReadOnlyList<Port>? Ports { get; init; }", Port),
            "Ports", "ThingSpec.Ports is a list of objects without list type, so server-side apply replaces it as a whole and loses items of other managers; add [ListType(ListType.Map)] with a [Key] on Port, or say [ListType(ListType.Atomic)]");
        Assert.Empty(await Found.InSpecAsync("OP0004", "[ListType(ListType.Atomic)] public IReadOnlyList<Port>? Ports { get; init; } public string[]? Names { get; init; }", Port));
    }

    [Theory]
    [InlineData("[ListType(ListType.Map)]", "ThingSpec.Ports is a map list but has no key; add [Key] to the properties of Port that identify an item, or [ListMapKey] to the list")]
    [InlineData("[ListType(ListType.Map), ListMapKey(\"name\")]", "ThingSpec.Ports is a map list but its key 'name' is no field of Port")]
    [InlineData("[ListType(ListType.Map), ListMapKey(\"number\")]", "ThingSpec.Ports is a map list but its key 'number' is neither required nor has a default; make the property of Port 'required' or initialize it")]
    public async Task OP0005_keys_that_cannot_identify_items(string attributes, string message) =>
        Found.Once(await Found.InSpecAsync("OP0005", $"{attributes} public IReadOnlyList<Port>? Ports {{ get; init; }}", Port), "Ports", message);

    [Theory]
    [InlineData("a(?=b)", "look-around (?=, (?!, (?<= and (?<! is not part of RE2")]
    [InlineData("(a)\\\\1", "back-references are not part of RE2")]
    [InlineData("a{2000}", "RE2 repeats at most 1000 times, not {2000}")]
    public async Task OP0006_patterns_servers_do_not_know(string pattern, string problem)
    {
        var found = Assert.Single(await Found.InSpecAsync("OP0006", $"[RegularExpression(\"{pattern}\")] public string? Name {{ get; init; }}"));
        Assert.Equal($"the pattern of ThingSpec.Name does not work on servers: {problem}", found.GetMessage(null));
    }

    [Fact]
    public async Task OP0007_a_pattern_that_is_not_anchored() => Found.Once(
        await Found.InSpecAsync("OP0007", "[RegularExpression(\"[a-z]+\")] public string? Name { get; init; } [RegularExpression(\"^[a-z]+$\")] public string? Other { get; init; }"),
        "RegularExpression(\"[a-z]+\")", "the pattern of ThingSpec.Name is not anchored: servers search for it anywhere, .NET wants the whole text to match; the schema gets ^(?:[a-z]+)$");

    [Fact]
    public async Task OP0008_floating_point_without_consent()
    {
        const string Member = "public double? Ratio { get; init; }";
        Found.Once(await Found.InSpecAsync("OP0008", Member), "Ratio", "ThingSpec.Ratio is a double, which languages round in different ways; use an integer in a smaller unit or ResourceQuantity, or set CrdAllowFloatingPoint to true in the project file");
        var allowed = new ProjectSettings { SkipsJsonGenerator = true };
        allowed.Properties["CrdAllowFloatingPoint"] = "true";
        Assert.Empty(await Found.InSpecAsync("OP0008", Member, settings: allowed));
    }

    [Fact]
    public async Task OP0012_two_fields_of_one_name() => Found.Once(
        await Found.InSpecAsync("OP0012", "public int Size { get; init; } [JsonPropertyName(\"size\")] public int Count { get; init; }"),
        "Count", "ThingSpec.Size and ThingSpec.Count are both called 'size' in JSON; rename one or give it a [JsonPropertyName] of its own");

    [Theory]
    [InlineData("[Range(1, 5)] public int Size { get; init; } = 9;", "9 is above the maximum 5")]
    [InlineData("[RegularExpression(\"^[a-z]+$\")] public string Size { get; init; } = \"A\";", "\"A\" does not match ^[a-z]+$")]
    [InlineData("[AllowedValues(\"a\")] public string Size { get; init; } = \"b\";", "\"b\" is none of [\"a\"]")]
    [InlineData("[DefaultJson(\"{\\\"x\\\":1}\")] public Limits? Size { get; init; }", "it has no field 'x'")]
    [InlineData("public Limits Size { get; init; } = new() { Least = null! };", "the required field 'least' has no value and no default")]
    public async Task OP0013_a_default_its_own_schema_refuses(string member, string problem) => Found.Once(
        await Found.InSpecAsync("OP0013", member, "public sealed record Limits { public required string Least { get; init; } }"),
        "Size", $"the default of ThingSpec.Size is refused by its own schema: {problem}");

    [Theory]
    [InlineData("[Range(5, 1)] public int Size { get; init; }", "Size", "minimum is 5, maximum is 1")]
    [InlineData("[StringLength(1, MinimumLength = 2)] public string? Size { get; init; }", "Size", "minLength is 2, maxLength is 1")]
    [InlineData("[Items(MinLength = 3, MaxLength = 2)] public string[]? Size { get; init; }", "Items(MinLength = 3, MaxLength = 2)", "minLength is 3, maxLength is 2")]
    public async Task OP0014_bounds_that_leave_nothing(string member, string at, string problem) => Found.Once(
        await Found.InSpecAsync("OP0014", member), at, $"the bounds of ThingSpec.Size leave no value: {problem}");

    [Fact]
    public async Task OP0015_a_type_inside_of_itself() => Found.Once(
        await Found.InSpecAsync("OP0015", "public Node? Root { get; init; }", "public sealed record Node { [ListType(ListType.Atomic)] public IReadOnlyList<Node>? Children { get; init; } }"),
        "Children", "Node.Children contains Node again, and a structural schema has an end; break the cycle, or make the field a JsonObject with [PreserveUnknownFields]");

    [Theory]
    [InlineData("object?", "object", "use JsonNode for any value, or a type of your own")]
    [InlineData("IDisposable?", "IDisposable", "JSON cannot make an interface or abstract class; use one concrete record, with a field for each alternative and [ExactlyOneOf]")]
    [InlineData("(int, int)?", "(int, int)", "use a record, a list, a dictionary with string keys or a scalar")]
    [InlineData("Dictionary<int, string>?", "dictionary with keys of type int", "keys of JSON objects are strings; use Dictionary<string, ...>")]
    [InlineData("IReadOnlySet<int>?", "IReadOnlySet<int>", "JSON cannot read it; use HashSet<T>, ImmutableHashSet<T>, or a list with [ListType(ListType.Set)]")]
    public async Task OP0016_types_without_schema(string type, string display, string remedy) => Found.Once(
        await Found.InSpecAsync("OP0016", $"public {type} Thing {{ get; init; }}"), "Thing", $"ThingSpec.Thing is a {display}, for which there is no schema: {remedy}");

    [Fact]
    public async Task OP0020_a_set_of_objects()
    {
        Found.Once(
            await Found.InSpecAsync("OP0020", "[ListType(ListType.Set)] public IReadOnlyList<Port>? Ports { get; init; }", Port),
            "Ports", "ThingSpec.Ports is a set of Port: servers compare items of sets as a whole; make it a list with [ListType(ListType.Map)] and a [Key], or give the item's type [StructType(MapType.Atomic)]");
        Assert.Empty(await Found.InSpecAsync("OP0020", "[ListType(ListType.Set)] public IReadOnlyList<Port>? Ports { get; init; }", "[StructType(MapType.Atomic)] " + Port));
    }

    [Fact]
    public async Task OP0021_an_enum_that_is_written_as_a_number()
    {
        Found.Once(
            await Found.InSpecAsync("OP0021", "public Mode? How { get; init; }", "public enum Mode { Fast }"),
            "How", "enum Mode has no string converter, so it is written as a number while its schema is made of names; add [JsonConverter(typeof(JsonStringEnumConverter<Mode>))] to it");
        Assert.Empty(await Found.InSpecAsync("OP0021", "[JsonConverter(typeof(JsonStringEnumConverter<Mode>))] public Mode? How { get; init; }", "public enum Mode { Fast }"));
    }

    [Fact]
    public async Task OP0022_a_field_without_description() => Found.Once(
        await Found.InSpecAsync("OP0022", "public int Size { get; init; }\n/// <summary>Told.</summary>\npublic int Told { get; init; }"),
        "Size", "ThingSpec.Size has no description for kubectl explain; add a <summary>");

    [Fact]
    public async Task OP0023_an_initializer_that_is_no_constant() => Found.Once(
        await Found.InSpecAsync("OP0023", "public int Size { get; init; } = Environment.ProcessorCount; public int Other { get; init; } = 2 * 3;"),
        "Size", "the initializer of ThingSpec.Size is no constant, new() or collection expression, so the schema has no default; say the default by [DefaultValue] or [DefaultJson], or leave it");

    [Fact]
    public async Task OP0024_a_converter_whose_form_is_unknown() => Found.Once(
        await Found.InSpecAsync("OP0024", "public Zone? In { get; init; }", "[JsonConverter(typeof(ZoneConverter))] public sealed record Zone; public abstract class ZoneConverter : JsonConverter<Zone>;"),
        "In", "ThingSpec.In has a JSON converter of its own; say by [SchemaType] on Zone what it writes");

    [Fact]
    public async Task OP0025_a_property_that_is_never_read() => Found.Once(
        await Found.InSpecAsync("OP0025", "public string Name => \"a\"; [JsonIgnore] public string Other => \"b\";"),
        "Name", "ThingSpec.Name has no setter: it is written to the server, which does not know it; add 'init', or [JsonIgnore]");

    [Theory]
    [InlineData("[Minimum(1)] public string? Name { get; init; }", "Minimum(1)", "[Minimum] on ThingSpec.Name has no effect or is refused: bounds are for numbers, and it is a string")]
    [InlineData("[Minimum(1.5)] public int? Name { get; init; }", "Minimum(1.5)", "[Minimum] on ThingSpec.Name has no effect or is refused: the bound of an integer is an integer")]
    [InlineData("[ItemCount(Maximum = 1)] public string? Name { get; init; }", "ItemCount(Maximum = 1)", "[ItemCount] on ThingSpec.Name has no effect or is refused: it is for lists and dictionaries; for strings use [StringLength]")]
    [InlineData("[ListType(ListType.Set)] public string? Name { get; init; }", "ListType(ListType.Set)", "[ListType] on ThingSpec.Name has no effect or is refused: it is no list")]
    [InlineData("[MapType(MapType.Atomic)] public string? Name { get; init; }", "MapType(MapType.Atomic)", "[MapType] on ThingSpec.Name has no effect or is refused: it is no object or dictionary")]
    [InlineData("[Items(MaxLength = 1)] public string? Name { get; init; }", "Items(MaxLength = 1)", "[Items] on ThingSpec.Name has no effect or is refused: it has no items of that depth")]
    [InlineData("[RegularExpression(\"^a$\")] public int? Name { get; init; }", "RegularExpression(\"^a$\")", "[RegularExpression] on ThingSpec.Name has no effect or is refused: patterns are for strings; for the items of a list use [Items(Pattern = ...)]")]
    [InlineData("[SelectableField] public string[]? Name { get; init; }", "SelectableField", "[SelectableField] on ThingSpec.Name has no effect or is refused: only strings, integers and booleans can be selected by")]
    public async Task OP0026_attributes_that_do_not_fit(string member, string at, string message) =>
        Found.Once(await Found.InSpecAsync("OP0026", member), at, message);

    [Fact]
    public async Task OP0029_a_default_that_is_no_JSON() => Found.Once(
        await Found.InSpecAsync("OP0029", "[DefaultJson(\"{a}\")] public JsonObject? Any { get; init; }"),
        "DefaultJson(\"{a}\")", "[DefaultJson] of ThingSpec.Any is not JSON: expected '\"', found 'a' at character 2");
}
