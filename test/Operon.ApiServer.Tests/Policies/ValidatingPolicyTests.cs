using System.Text.Json.Nodes;
using Operon.ApiServer.Tests.Hosting;
using Xunit;

namespace Operon.ApiServer.Tests.Policies;

public sealed class ValidatingPolicyTests
{
    private const string Policies = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
    private const string Bindings = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings";
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task A_bound_policy_denies_what_violates_it()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Policies, Policy("""[{"expression":"object.data.size() < 2","message":"at most one entry"}]""").ToJsonString());
        await CreateAsync(server, "before", """{"a":"1","b":"2"}""", 201);
        await server.PostAsync(Bindings, Binding().ToJsonString());

        await CreateAsync(server, "small", """{"a":"1"}""", 201);
        var status = await CreateAsync(server, "large", """{"a":"1","b":"2"}""", 422);

        const string Message = "ValidatingAdmissionPolicy 'maps' with binding 'maps-bound' denied request: at most one entry";
        Assert.Equal($"configmaps \"large\" is forbidden: {Message}", (string)status["message"]!);
        Assert.Equal("Invalid", (string)status["reason"]!);
        Assert.Equal(Message, (string)status["details"]!["causes"]![0]!["message"]!);
    }

    [Theory]
    [InlineData("""{"expression":"false","reason":"Forbidden"}""", 403, "failed expression: false")]
    [InlineData("""{"expression":"false","reason":"RequestEntityTooLarge","message":"too large"}""", 413, "too large")]
    [InlineData("""{"expression":"variables.count < 2","messageExpression":"variables.text + ' of ' + request.userInfo.username"}""", 422, "2 entries of admin")]
    [InlineData("""{"expression":"object.data.missing == 'x'"}""", 422, "expression 'object.data.missing == 'x'' resulted in error: no such key: missing")]
    [InlineData("""{"expression":"variables.broken == 'x'"}""", 422, "expression 'variables.broken == 'x'' resulted in error: composited variable \"broken\" fails to evaluate: no such key: missing")]
    [InlineData("""{"expression":"namespaceObject.metadata.name != 'default'"}""", 422, "failed expression: namespaceObject.metadata.name != 'default'")]
    [InlineData("""{"expression":"!authorizer.requestResource.check('create').allowed()"}""", 422, "failed expression: !authorizer.requestResource.check('create').allowed()")]
    public async Task A_denial_says_what_the_validation_asks_it_to(string validation, int code, string message)
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Policies, Policy($"[{validation}]", spec => spec["variables"] = JsonNode.Parse("""
            [{"name":"count","expression":"object.data.size()"},{"name":"text","expression":"string(variables.count) + ' entries'"},{"name":"broken","expression":"object.data.missing"}]
            """)).ToJsonString());
        await server.PostAsync(Bindings, Binding().ToJsonString());

        var status = await CreateAsync(server, "a", """{"a":"1","b":"2"}""", code);

        Assert.EndsWith(" denied request: " + message, (string)status["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_warning_binding_lets_the_write_pass()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Policies, Policy("""[{"expression":"false","message":"mind this"}]""").ToJsonString());
        await server.PostAsync(Bindings, Binding(spec => spec["validationActions"] = new JsonArray("Warn", "Audit")).ToJsonString());

        using var request = new HttpRequestMessage(HttpMethod.Post, Maps) { Content = new StringContent("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}""", null, "application/json") };
        using var response = await server.Admin.SendAsync(request, TestServer.Cancel);

        Assert.Equal(201, (int)response.StatusCode);
        Assert.Contains(response.Headers.GetValues("Warning"), warning => warning.Contains("Validation failed for ValidatingAdmissionPolicy 'maps' with binding 'maps-bound': mind this", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Parameters_are_read_when_a_write_comes()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Policies, Policy("""[{"expression":"string(object.data.size()) == params.data.entries","messageExpression":"'want ' + params.data.entries"}]""", spec =>
        {
            spec["paramKind"] = JsonNode.Parse("""{"apiVersion":"v1","kind":"ConfigMap"}""");
            spec["matchConditions"] = JsonNode.Parse("""[{"name":"not-the-parameters","expression":"object.metadata.name != 'limits'"}]""");
        }).ToJsonString());
        await server.PostAsync(Bindings, Binding(spec => spec["paramRef"] = JsonNode.Parse("""{"name":"limits","parameterNotFoundAction":"Deny"}""")).ToJsonString());

        var missing = await CreateAsync(server, "a", """{"x":"1"}""", 422);
        await server.PatchAsync($"{Bindings}/maps-bound", "merge-patch+json", """{"spec":{"paramRef":{"parameterNotFoundAction":"Allow"}}}""");
        await CreateAsync(server, "limits", """{"entries":"2"}""", 201);
        var denied = await CreateAsync(server, "a", """{"x":"1"}""", 422);
        await CreateAsync(server, "b", """{"x":"1","y":"2"}""", 201);

        Assert.EndsWith("denied request: failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction", (string)missing["message"]!, StringComparison.Ordinal);
        Assert.EndsWith("denied request: want 2", (string)denied["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Constraints_exclusions_and_bindings_narrow_what_a_policy_sees()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Policies, Policy("""[{"expression":"false"}]""", spec =>
            spec["matchConstraints"]!["excludeResourceRules"] = JsonNode.Parse("""[{"apiGroups":[""],"apiVersions":["v1"],"resources":["configmaps"],"operations":["*"],"resourceNames":["spared"]}]""")).ToJsonString());
        await server.PostAsync(Bindings, Binding(spec => spec["matchResources"] = JsonNode.Parse("""{"objectSelector":{"matchLabels":{"watched":"yes"}}}""")).ToJsonString());

        await CreateAsync(server, "plain", "{}", 201);
        await CreateAsync(server, "spared", "{}", 201, """{"watched":"yes"}""");
        await CreateAsync(server, "watched", "{}", 422, """{"watched":"yes"}""");
        await server.DeleteAsync($"{Maps}/plain");
    }

    [Fact]
    public async Task A_policy_may_judge_deletions_and_transitions()
    {
        await using var server = await TestServer.StartAsync();
        await CreateAsync(server, "kept", """{"a":"1"}""", 201);
        await server.PostAsync(Policies, Policy("""[{"expression":"request.operation != 'DELETE' || oldObject.metadata.name != 'kept'"},{"expression":"oldObject == null || object == null || object.data == oldObject.data"}]""").ToJsonString());
        await server.PostAsync(Bindings, Binding().ToJsonString());

        await server.DeleteAsync($"{Maps}/kept", expected: 422);
        await server.PatchAsync($"{Maps}/kept", "merge-patch+json", """{"data":{"a":"2"}}""", 422);
        await server.PatchAsync($"{Maps}/kept", "merge-patch+json", """{"metadata":{"labels":{"x":"y"}}}""");
    }

    [Fact]
    public async Task A_policy_that_ignores_failures_lets_pass_what_it_cannot_judge()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Policies, Policy("""[{"expression":"object.data.missing == 'x'"}]""", spec => spec["failurePolicy"] = "Ignore").ToJsonString());
        await server.PostAsync(Bindings, Binding().ToJsonString());

        await CreateAsync(server, "a", "{}", 201);
    }

    [Theory]
    [InlineData("""[{"expression":"object.x =="}]""", "spec.validations[0].expression", "compilation failed: ERROR: <input>:1:12: Syntax error")]
    [InlineData("""[{"expression":"'text'"}]""", "spec.validations[0].expression", "must evaluate to bool but got string")]
    [InlineData("""[{"expression":"params.x"}]""", "spec.validations[0].expression", "undeclared reference to 'params'")]
    [InlineData("""[{"expression":"true","messageExpression":"1"}]""", "spec.validations[0].messageExpression", "must evaluate to string but got int")]
    [InlineData("""[{"expression":"true","reason":"Nope"}]""", "spec.validations[0].reason", "Unsupported value")]
    [InlineData("[]", "spec.validations", "validations or auditAnnotations must contain at least one item")]
    public async Task Policies_that_cannot_work_are_refused(string validations, string field, string message)
    {
        await using var server = await TestServer.StartAsync();

        var cause = (await server.PostAsync(Policies, Policy(validations).ToJsonString(), 422))["details"]!["causes"]![0]!;

        Assert.Equal(field, (string)cause["field"]!);
        Assert.Contains(message, (string)cause["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_binding_does_not_say_the_same_twice()
    {
        await using var server = await TestServer.StartAsync();

        var status = await server.PostAsync(Bindings, Binding(spec => spec["validationActions"] = new JsonArray("Deny", "Warn")).ToJsonString(), 422);

        Assert.Contains("must not contain both Deny and Warn", (string)status["message"]!, StringComparison.Ordinal);
    }

    private static Task<JsonObject> CreateAsync(TestServer server, string name, string data, int expected, string labels = "{}") =>
        server.PostAsync(Maps, $$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{name}}","labels":{{labels}} },"data":{{data}} }""", expected);

    private static JsonObject Policy(string validations, Action<JsonObject>? change = null)
    {
        var policy = JsonNode.Parse($$"""
            {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicy","metadata":{"name":"maps"},
             "spec":{"matchConstraints":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"resources":["configmaps"],"operations":["*"]}]},"validations":{{validations}} } }
            """)!.AsObject();
        change?.Invoke(policy["spec"]!.AsObject());
        return policy;
    }

    private static JsonObject Binding(Action<JsonObject>? change = null)
    {
        var binding = JsonNode.Parse("""
            {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicyBinding","metadata":{"name":"maps-bound"},
             "spec":{"policyName":"maps","validationActions":["Deny"]}}
            """)!.AsObject();
        change?.Invoke(binding["spec"]!.AsObject());
        return binding;
    }
}
