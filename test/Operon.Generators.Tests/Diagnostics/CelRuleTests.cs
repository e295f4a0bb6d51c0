using Xunit;

namespace Operon.Generators.Tests;

/// <summary>CEL rules are compiled while the program is.</summary>
public sealed class CelRuleTests
{
    private const string Members = "public int Min { get; init; } public int Max { get; init; }";

    [Fact]
    public async Task OP0017_an_unknown_field_is_marked_inside_of_the_literal()
    {
        var found = Assert.Single(await Found.InSpecAsync("OP0017", Members, specAttributes: "[CelRule(\"self.min <= self.maximum\")]"));
        Assert.Contains("undefined field 'maximum'", found.GetMessage(null), StringComparison.Ordinal);
        var source = found.Location.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString();
        Assert.Equal(source.IndexOf("self.min <= self.maximum", StringComparison.Ordinal) + "self.min <= self".Length, found.Location.SourceSpan.Start);
    }

    [Fact]
    public async Task OP0017_a_syntax_error_in_a_raw_literal_is_marked_inside_of_it()
    {
        var found = await Found.InSpecAsync("OP0017", Members, specAttributes: "[CelRule(\"\"\"self.min <= )\"\"\")]");
        Assert.Equal(")", Compiled.TextOf(found[0]));
    }

    [Theory]
    [InlineData("self.min + self.max", "the CEL rule of ThingSpec does not compile: it is of type int and must be of type bool")]
    [InlineData("self.min == 'a'", "the CEL rule of ThingSpec does not compile: found no matching overload for '_==_' applied to '(int, string)'")]
    [InlineData("other > 1", "the CEL rule of ThingSpec does not compile: undeclared reference to 'other' (in container '')")]
    [InlineData("", "the CEL rule of ThingSpec does not compile: it is empty")]
    public async Task OP0017_types_are_checked(string rule, string message) =>
        Assert.Equal(message, (await Found.InSpecAsync("OP0017", Members, specAttributes: $"[CelRule(\"{rule}\")]"))[0].GetMessage(null));

    [Fact]
    public async Task OP0017_a_message_expression_makes_text() => Found.Once(
        await Found.InSpecAsync("OP0017", Members, specAttributes: "[CelRule(\"self.min > 0\", MessageExpression = \"self.min\")]"),
        "\"self.min\"", "the CEL rule of ThingSpec does not compile: it is of type int and must be of type string");

    [Fact]
    public async Task OP0017_old_values_inside_of_lists_without_keys_are_unknown()
    {
        var found = await Found.InSpecAsync("OP0017", "[CelRule(\"self == oldSelf\", AppliesToItems = true)] public IReadOnlyList<string>? Names { get; init; }");
        Assert.Contains("oldSelf is not known inside of a list without keys", Assert.Single(found).GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OP0017_metadata_of_the_root_has_its_name_only()
    {
        const string Rest = "public sealed record ThingSpec; [JsonSerializable(typeof(Thing))] internal sealed partial class DemoJson : JsonSerializerContext;";
        string Program(string rule) => Schemas.File($"[KubernetesResource(\"demo.example.com\", \"v1\"), CelRule(\"{rule}\")] public sealed partial record Thing : CustomResource<ThingSpec>; {Rest}");
        Assert.Empty(await Found.InAsync("OP0017", Program("self.metadata.name.size() <= 20")));
        Assert.Single(await Found.InAsync("OP0017", Program("self.metadata.labels.size() <= 20")));
    }

    [Fact]
    public async Task OP0018_a_rule_over_an_unbounded_list_of_lists_costs_too_much_and_bounds_make_it_cheap()
    {
        const string Rule = "[CelRule(\"self.names.all(a, self.names.all(b, a == b || a != b))\")]";
        var found = Assert.Single(await Found.InSpecAsync("OP0018", "public IReadOnlyList<string>? Names { get; init; }", specAttributes: Rule));
        Assert.Equal(
            "the CEL rule of ThingSpec is refused by servers: its estimated cost exceeds the budget by a factor of more than 100; bound the strings, lists and dictionaries it walks by [MaxLength], or simplify it",
            found.GetMessage(null));
        Assert.Empty(await Found.InSpecAsync("OP0018", "[MaxLength(20), Items(MaxLength = 63)] public IReadOnlyList<string>? Names { get; init; }", specAttributes: Rule));
    }
}
