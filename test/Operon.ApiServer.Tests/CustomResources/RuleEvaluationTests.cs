using System.Text.Json.Nodes;
using Operon.ApiServer.Tests.Hosting;
using Xunit;
using static Operon.ApiServer.Tests.CustomResources.RuleServer;

namespace Operon.ApiServer.Tests.CustomResources;

public sealed class RuleEvaluationTests
{
    private const string Range = """
        {"type":"object","required":["min","max"],"properties":{"min":{"type":"integer"},"max":{"type":"integer"}},
         "x-kubernetes-validations":[{"rule":"self.min <= self.max","message":"min must not exceed max"}]}
        """;

    [Fact]
    public async Task A_violated_rule_refuses_the_object_with_the_words_of_the_rule()
    {
        await using var server = await TestServer.StartAsync();
        await server.DefineAsync(Spec(Range));

        await server.CreateWidgetAsync("""{"min":1,"max":2}""");
        var status = await server.CreateWidgetAsync("""{"min":3,"max":2}""", 422, "b");

        Assert.Equal(["spec: Invalid value: min must not exceed max"], Causes(status));
        Assert.Equal("Widget.example.com \"b\" is invalid: spec: Invalid value: min must not exceed max", (string)status["message"]!);
        Assert.Equal("FieldValueInvalid", (string)status["details"]!["causes"]![0]!["reason"]!);
        await server.ChangeWidgetAsync("""{"spec":{"min":5}}""", 422);
    }

    [Theory]
    [InlineData("""{"rule":"self.n > 1"}""", "spec: Invalid value: failed rule: self.n > 1")]
    [InlineData("""{"rule":"self.n > 1","messageExpression":"'n is ' + ['zero', 'one'][self.n]"}""", "spec: Invalid value: n is zero")]
    [InlineData("""{"rule":"self.n > 1","message":"too small","messageExpression":"'n is ' + self.s"}""", "spec: Invalid value: too small")]
    [InlineData("""{"rule":"self.n > 1","message":"too small","fieldPath":".n"}""", "spec.n: Invalid value: too small")]
    [InlineData("""{"rule":"self.n > 1","message":"not now","reason":"FieldValueForbidden"}""", "spec: Forbidden: not now")]
    [InlineData("""{"rule":"self.n > 1","message":"more","reason":"FieldValueRequired"}""", "spec: Required value: more")]
    [InlineData("""{"rule":"self.s == 'x'"}""", "spec: Invalid value: \"object\": no such key: s evaluating rule: self.s == 'x'")]
    [InlineData("""{"rule":"self.i > 1"}""", "spec: Invalid value: \"object\": 'no such overload': call arguments did not match a supported operator, function or macro signature for rule: self.i > 1")]
    public async Task Causes_say_what_the_rule_asks_them_to(string rule, string cause)
    {
        await using var server = await TestServer.StartAsync();
        await server.DefineAsync(Spec($$"""
            {"type":"object","properties":{"n":{"type":"integer"},"s":{"type":"string","maxLength":9},"i":{"x-kubernetes-int-or-string":true} },"x-kubernetes-validations":[{{rule}}]}
            """));

        var status = await server.CreateWidgetAsync("""{"n":0,"i":"x"}""", 422);

        Assert.Equal([cause], Causes(status));
    }

    [Fact]
    public async Task Rules_hold_for_each_element_value_and_scalar()
    {
        await using var server = await TestServer.StartAsync();
        await server.DefineAsync(Spec("""
            {"type":"object","properties":{
              "odd":{"type":"array","maxItems":9,"items":{"type":"integer","x-kubernetes-validations":[{"rule":"self % 2 == 1","message":"must be odd"}]}},
              "named":{"type":"object","maxProperties":9,"additionalProperties":{"type":"string","maxLength":9,"x-kubernetes-validations":[{"rule":"self.startsWith('v')"}]}}}}
            """));

        var status = await server.CreateWidgetAsync("""{"odd":[1,2],"named":{"a":"v1","b":"w1"}}""", 422);

        Assert.Equal(["spec.odd[1]: Invalid value: 2: must be odd", "spec.named[b]: Invalid value: \"w1\": failed rule: self.startsWith('v')"], Causes(status));
    }

    [Fact]
    public async Task Transition_rules_wait_for_an_old_value_and_find_it_by_key()
    {
        await using var server = await TestServer.StartAsync();
        await server.DefineAsync(Spec("""
            {"type":"object","properties":{
              "class":{"type":"string","maxLength":9,"x-kubernetes-validations":[{"rule":"self == oldSelf","message":"class is immutable"}]},
              "disks":{"type":"array","maxItems":9,"x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["name"],
               "items":{"type":"object","required":["name"],"properties":{"name":{"type":"string","maxLength":9},
                "size":{"type":"integer","x-kubernetes-validations":[{"rule":"self >= oldSelf","message":"disks only grow"}]}}}}}}
            """));
        await server.CreateWidgetAsync("""{"class":"fast","disks":[{"name":"a","size":5},{"name":"b","size":1}]}""");

        await server.ChangeWidgetAsync("""{"spec":{"disks":[{"name":"b","size":2},{"name":"c","size":0},{"name":"a","size":5}]}}""");
        var status = await server.ChangeWidgetAsync("""{"spec":{"class":"slow","disks":[{"name":"c","size":1},{"name":"b","size":1}]}}""", 422);

        Assert.Equal(["spec.class: Invalid value: \"slow\": class is immutable", "spec.disks[1].size: Invalid value: 1: disks only grow"], Causes(status));
    }

    [Fact]
    public async Task Optional_old_values_let_a_rule_judge_creation_too()
    {
        await using var server = await TestServer.StartAsync();
        await server.DefineAsync(Spec("""
            {"type":"object","properties":{"n":{"type":"integer"}},
             "x-kubernetes-validations":[{"rule":"oldSelf.hasValue() ? self.n >= oldSelf.value().n : self.n == 1","message":"start at 1 and grow","optionalOldSelf":true}]}
            """));

        await server.CreateWidgetAsync("""{"n":2}""", 422);
        await server.CreateWidgetAsync("""{"n":1}""");
        await server.ChangeWidgetAsync("""{"spec":{"n":3}}""");
        await server.ChangeWidgetAsync("""{"spec":{"n":2}}""", 422);
    }

    [Fact]
    public async Task What_a_write_does_not_change_may_break_newer_rules()
    {
        await using var server = await TestServer.StartAsync();
        await server.DefineAsync(Spec("""{"type":"object","properties":{"old":{"type":"object","properties":{"n":{"type":"integer"},"s":{"type":"string","maxLength":99}}},"other":{"type":"integer"}}}"""));
        await server.CreateWidgetAsync("""{"old":{"n":1,"s":"long"},"other":1}""");
        await server.PatchAsync($"{Definitions}/widgets.example.com", "json-patch+json", """
            [{"op":"add","path":"/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/old/x-kubernetes-validations","value":[{"rule":"self.n > 1","message":"n must exceed 1"}]},
             {"op":"add","path":"/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/old/properties/s/maxLength","value":2}]
            """);

        using var request = new HttpRequestMessage(HttpMethod.Patch, $"{Widgets}/a") { Content = new StringContent("""{"spec":{"other":2}}""", null, "application/merge-patch+json") };
        using var response = await server.Admin.SendAsync(request, TestServer.Cancel);
        var refused = await server.ChangeWidgetAsync("""{"spec":{"old":{"n":0}}}""", 422);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Contains(response.Headers.GetValues("Warning"), warning => warning.Contains("spec.old: Invalid value: n must exceed 1", StringComparison.Ordinal));
        Assert.Equal(["spec.old: Invalid value: n must exceed 1"], Causes(refused));
    }

    [Fact]
    public async Task Status_has_rules_of_its_own_on_its_own_endpoint()
    {
        await using var server = await TestServer.StartAsync();
        await server.DefineAsync(Definition("""
            {"spec":{"type":"object","properties":{"n":{"type":"integer"}}},
             "status":{"type":"object","properties":{"n":{"type":"integer","x-kubernetes-validations":[{"rule":"self >= oldSelf","message":"never back"}]}}}}
            """, """[{"rule":"!has(self.status) || self.status.n <= self.spec.n","message":"status runs ahead"}]"""));
        await server.CreateWidgetAsync("""{"n":5}""");

        await server.ChangeWidgetAsync("""{"status":{"n":3}}""", subresource: "/status");
        var back = await server.ChangeWidgetAsync("""{"status":{"n":2}}""", 422, subresource: "/status");
        var ahead = await server.ChangeWidgetAsync("""{"status":{"n":6}}""", 422, subresource: "/status");

        Assert.Equal(["status.n: Invalid value: 2: never back"], Causes(back));
        Assert.Equal(["<nil>: Invalid value: status runs ahead"], Causes(ahead));
    }

    [Fact]
    public async Task Rules_wait_until_the_schema_is_satisfied()
    {
        await using var server = await TestServer.StartAsync();
        await server.DefineAsync(Spec(Range));

        var status = await server.CreateWidgetAsync("""{"min":3}""", 422);

        Assert.Equal(
            ["spec.max: Required value", "<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation"],
            Causes(status));
    }

    [Fact]
    public async Task A_rule_that_runs_too_long_is_cut_off()
    {
        await using var server = await TestServer.StartAsync();
        await server.DefineAsync(Spec("""
            {"type":"object","properties":{"list":{"type":"array","maxItems":800,"items":{"type":"integer"},"x-kubernetes-validations":[{"rule":"self.all(x, self.all(y, x == y))"}]}}}
            """));

        await server.CreateWidgetAsync("""{"list":[1,1,1]}""");
        var status = await server.CreateWidgetAsync($$"""{"list":[{{string.Join(",", Enumerable.Repeat(1, 700))}}]}""", 422, "b");

        Assert.Equal(
            ["spec.list: Invalid value: \"array\": 'operation cancelled: actual cost limit exceeded': no further validation rules will be run due to call cost exceeds limit for rule: self.all(x, self.all(y, x == y))"],
            Causes(status));
    }

    [Fact]
    public async Task Embedded_objects_show_their_name()
    {
        await using var server = await TestServer.StartAsync();
        await server.DefineAsync(Spec("""
            {"type":"object","properties":{"template":{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true,
             "x-kubernetes-validations":[{"rule":"self.kind == 'Pod' && self.metadata.name.startsWith('web')","message":"must be a web pod"}]}}}
            """));

        await server.CreateWidgetAsync("""{"template":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-1"}}}""");
        var status = await server.CreateWidgetAsync("""{"template":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"db-1"}}}""", 422, "b");

        Assert.Equal(["spec.template: Invalid value: must be a web pod"], Causes(status));
    }

    [Fact]
    public async Task Sets_and_keyed_lists_are_equal_in_any_order()
    {
        await using var server = await TestServer.StartAsync();
        await server.DefineAsync(Spec("""
            {"type":"object","properties":{"tags":{"type":"array","maxItems":9,"x-kubernetes-list-type":"set","items":{"type":"string","maxLength":9},
             "x-kubernetes-validations":[{"rule":"self == oldSelf","message":"tags are immutable"}]}}}
            """));
        await server.CreateWidgetAsync("""{"tags":["a","b"]}""");

        await server.ChangeWidgetAsync("""{"spec":{"tags":["b","a"]}}""");
        await server.ChangeWidgetAsync("""{"spec":{"tags":["b"]}}""", 422);
    }
}
