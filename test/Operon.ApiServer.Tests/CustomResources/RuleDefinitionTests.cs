using System.Text.Json.Nodes;
using Operon.ApiServer.Tests.Hosting;
using Xunit;
using static Operon.ApiServer.Tests.CustomResources.RuleServer;

namespace Operon.ApiServer.Tests.CustomResources;

public sealed class RuleDefinitionTests
{
    private const string Bounds = """{"min":{"type":"integer"},"max":{"type":"integer"}}""";

    private static string At(string rest) => $"{SchemaPath}.properties[spec].{rest}";

    [Theory]
    [InlineData("""[{"rule":"self.min <= self.maximum"}]""", "x-kubernetes-validations[0].rule",
        "Invalid value: {\"Rule\":\"self.min \\u003c= self.maximum\",\"Message\":\"\",\"MessageExpression\":\"\",\"Reason\":null,\"FieldPath\":\"\",\"OptionalOldSelf\":null}: "
        + "compilation failed: ERROR: <input>:1:17: undefined field 'maximum'\n | self.min <= self.maximum\n | ................^")]
    [InlineData("""[{"rule":"self.min + 1"}]""", "x-kubernetes-validations[0].rule",
        "Invalid value: {\"Rule\":\"self.min + 1\",\"Message\":\"\",\"MessageExpression\":\"\",\"Reason\":null,\"FieldPath\":\"\",\"OptionalOldSelf\":null}: cel expression must evaluate to a bool")]
    [InlineData("""[{"rule":"self.min > 0","messageExpression":"self.min"}]""", "x-kubernetes-validations[0].messageExpression",
        "Invalid value: {\"Rule\":\"self.min \\u003e 0\",\"Message\":\"\",\"MessageExpression\":\"self.min\",\"Reason\":null,\"FieldPath\":\"\",\"OptionalOldSelf\":null}: messageExpression must evaluate to a string")]
    [InlineData("""[{"rule":" "}]""", "x-kubernetes-validations[0].rule", "Required value: rule is not specified")]
    [InlineData("""[{"rule":"true","message":"a\nb"}]""", "x-kubernetes-validations[0].message", "Invalid value: \"a\\nb\": must not contain line breaks")]
    [InlineData("""[{"rule":"true\n&& true"}]""", "x-kubernetes-validations[0].message", "Required value: message must be specified if rule contains line breaks")]
    [InlineData("""[{"rule":"self.min > 0","fieldPath":".nope"}]""", "x-kubernetes-validations[0].fieldPath", "Invalid value: \".nope\": must be a valid path")]
    [InlineData("""[{"rule":"self.min > 0","reason":"Nope"}]""", "x-kubernetes-validations[0].reason",
        "Unsupported value: \"Nope\": supported values: \"FieldValueDuplicate\", \"FieldValueForbidden\", \"FieldValueInvalid\", \"FieldValueRequired\"")]
    [InlineData("""[{"rule":"self.min > 0","optionalOldSelf":true}]""", "x-kubernetes-validations[0].optionalOldSelf", "Invalid value: true: may not be set if oldSelf is not used in rule")]
    public async Task A_rule_that_cannot_work_is_refused_with_its_place(string rules, string field, string message)
    {
        await using var server = await TestServer.StartAsync();

        var status = await server.DefineAsync(Spec($$$$$"""{"type":"object","properties":{{{{{Bounds}}}}},"x-kubernetes-validations":{{{{{rules}}}}} }"""), 422);

        Assert.Equal([$"{At(field)}: {message}"], Causes(status));
    }

    [Fact]
    public async Task Old_values_are_known_only_where_elements_have_keys()
    {
        await using var server = await TestServer.StartAsync();
        const string Item = """{"type":"object","required":["name"],"properties":{"name":{"type":"string","maxLength":9},"n":{"type":"integer","x-kubernetes-validations":[{"rule":"self >= oldSelf"}]}}}""";

        var status = await server.DefineAsync(Spec($$$$$"""{"type":"object","properties":{"list":{"type":"array","maxItems":9,"items":{{{{{Item}}}}} }}}"""), 422);
        await server.DefineAsync(Spec($$$$$"""{"type":"object","properties":{"list":{"type":"array","maxItems":9,"x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["name"],"items":{{{{{Item}}}}} }}}"""));

        Assert.Equal(
            [At("properties[list].items.properties[n].x-kubernetes-validations[0].rule: Invalid value: \"self >= oldSelf\": oldSelf cannot be used on the uncorrelatable portion of the schema within ") + At("properties[list]")],
            Causes(status));
    }

    [Theory]
    [InlineData("""{"type":"array","items":{"type":"integer"},"x-kubernetes-validations":[{"rule":"self.all(x, self.all(y, x <= y))"}]}""", "more than 100x")]
    [InlineData("""{"type":"array","items":{"type":"string","x-kubernetes-validations":[{"rule":"self.contains('x')"}]}}""", "more than 100x")]
    [InlineData("""{"type":"array","maxItems":50,"items":{"type":"string","x-kubernetes-validations":[{"rule":"self.contains('x')"}]}}""", "1.6x")]
    public async Task A_rule_that_may_cost_too_much_is_refused_with_the_remedy(string list, string factor)
    {
        await using var server = await TestServer.StartAsync();

        var status = await server.DefineAsync(Spec($$$$$"""{"type":"object","properties":{"list":{{{{{list}}}}} }}"""), 422);

        var cause = Causes(status)[0];
        Assert.Contains("x-kubernetes-validations[0].rule: Forbidden: estimated rule cost exceeds budget by factor of " + factor, cause, StringComparison.Ordinal);
        Assert.EndsWith("(try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)", cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_of_a_number_has_no_known_length_to_the_estimate()
    {
        await using var server = await TestServer.StartAsync();

        var causes = Causes(await server.DefineAsync(Spec("""{"type":"object","properties":{"n":{"type":"integer"}},"x-kubernetes-validations":[{"rule":"self.n >= 0","messageExpression":"'invalid: ' + string(self.n)"}]}"""), 422));

        Assert.StartsWith(At("x-kubernetes-validations[0].messageExpression: Forbidden: estimated messageExpression cost exceeds budget by factor of more than 100x"), causes[0], StringComparison.Ordinal);
        Assert.Equal(3, causes.Count);
    }

    [Fact]
    public async Task Bounds_make_the_same_rule_cheap()
    {
        await using var server = await TestServer.StartAsync();

        await server.DefineAsync(Spec("""{"type":"object","properties":{"list":{"type":"array","maxItems":100,"items":{"type":"integer"},"x-kubernetes-validations":[{"rule":"self.all(x, self.all(y, x <= y))"}]}}}"""));
    }

    [Fact]
    public async Task Rules_that_are_cheap_alone_may_be_too_dear_together()
    {
        await using var server = await TestServer.StartAsync();
        var properties = string.Join(",", Enumerable.Range(0, 15).Select(i =>
            $$$$$"""  "l{{{{{i}}}}}":{"type":"array","items":{"type":"integer"},"x-kubernetes-validations":[{"rule":"self.all(x, x > 0)"}]}"""));

        var causes = Causes(await server.DefineAsync(Spec($$$$$"""{"type":"object","properties":{ {{{{{properties}}}}} } }"""), 422));

        Assert.Equal(5, causes.Count);
        Assert.All(causes.Take(4), cause => Assert.Contains("contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema", cause, StringComparison.Ordinal));
        Assert.StartsWith($"{SchemaPath}: Forbidden: x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema exceeds budget by factor of 1.", causes[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_stand_on_the_structure_and_not_in_branches()
    {
        await using var server = await TestServer.StartAsync();

        var status = await server.DefineAsync(Spec("""{"type":"object","properties":{"a":{"type":"integer"}},"allOf":[{"properties":{"a":{"x-kubernetes-validations":[{"rule":"true"}]}}}]}"""), 422);

        Assert.Equal([At("allOf[0].properties[a].x-kubernetes-validations: Forbidden: must be empty to be structural")], Causes(status));
    }

    [Fact]
    public async Task Every_property_can_be_named_and_the_object_is_known_by_its_name()
    {
        await using var server = await TestServer.StartAsync();

        await server.DefineAsync(Definition(
            """{"spec":{"type":"object","properties":{"a-b":{"type":"string"},"namespace":{"type":"string"},"c/d":{"type":"string"}}}}""",
            """[{"rule":"self.metadata.name.startsWith('w') && self.kind == 'Widget' && self.spec.a__dash__b == self.spec.__namespace__ && has(self.spec.c__slash__d)"}]"""));
        var status = await server.PostAsync(Definitions, Definition("{}", """[{"rule":"self.metadata.labels.size() > 0"}]""").ToJsonString(), 422);

        Assert.Contains("undefined field 'labels'", (string)status["message"]!, StringComparison.Ordinal);
    }
}
