using System.Text.Json.Nodes;
using Operon.ApiServer.Tests.Hosting;
using Xunit;
using static Operon.ApiServer.Tests.Webhooks.WebhookConfigurations;

namespace Operon.ApiServer.Tests.Webhooks;

public sealed class MatchConditionTests
{
    [Theory]
    [InlineData("object.data.size() == 1", true)]
    [InlineData("object.metadata.name == 'other'", false)]
    [InlineData("request.operation == 'CREATE' && request.kind.kind == 'ConfigMap' && request.namespace == 'default' && oldObject == null", true)]
    [InlineData("'system:masters' in request.userInfo.groups", true)]
    [InlineData("request.userInfo.username.startsWith('system:')", false)]
    [InlineData("authorizer.group('').resource('pods').namespace('default').check('list').allowed()", true)]
    [InlineData("authorizer.serviceAccount('default', 'nobody').group('').resource('pods').check('delete').allowed()", false)]
    [InlineData("authorizer.requestResource.check('breakglass').allowed() && authorizer.path('/healthz').check('get').allowed()", true)]
    public async Task A_webhook_is_asked_only_when_its_conditions_hold(string condition, bool asked)
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Allow("/see");
        await server.InstallAsync(Validating, "maps", host.Webhook("/see", webhook => webhook["matchConditions"] = Conditions(condition)));

        await server.CreateConfigMapAsync("a", """{"k":"v"}""");

        Assert.Equal(asked ? 1 : 0, host.Asked("/see").Count);
    }

    [Theory]
    [InlineData("Fail", "object.data.missing == 'x'", "true", 403)]
    [InlineData("Ignore", "object.data.missing == 'x'", "true", 201)]
    [InlineData("Fail", "object.data.missing == 'x'", "false", 201)]
    public async Task A_condition_that_fails_decides_by_the_failure_policy_unless_another_is_false(string policy, string failing, string other, int expected)
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Deny("/see", "never asked");
        await server.InstallAsync(Validating, "maps", host.Webhook("/see", webhook =>
        {
            webhook["matchConditions"] = Conditions(failing, other);
            webhook["failurePolicy"] = policy;
        }));

        var answer = await server.PostAsync("/api/v1/namespaces/default/configmaps", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"v"}}""", expected);

        Assert.Empty(host.Asked("/see"));
        if (expected == 403)
        {
            Assert.Equal("configmaps \"a\" is forbidden: expression 'object.data.missing == 'x'' resulted in error: no such key: missing", (string)answer["message"]!);
        }
    }

    [Theory]
    [InlineData("object.metadata.name ==", "a", "webhooks[0].matchConditions[0].expression", "compilation failed: ERROR: <input>:1:24: Syntax error")]
    [InlineData("'text'", "a", "webhooks[0].matchConditions[0].expression", "must evaluate to bool but got string")]
    [InlineData("params.x == 1", "a", "webhooks[0].matchConditions[0].expression", "undeclared reference to 'params'")]
    [InlineData(" ", "a", "webhooks[0].matchConditions[0].expression", "Required value")]
    [InlineData("true", "", "webhooks[0].matchConditions[0].name", "Required value")]
    [InlineData("true", "-", "webhooks[0].matchConditions[0].name", "name part must consist of alphanumeric characters")]
    public async Task Conditions_that_cannot_work_are_refused_with_their_configuration(string expression, string name, string field, string message)
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        var configuration = Configuration(Validating, "maps", host.Webhook("/see", webhook =>
            webhook["matchConditions"] = new JsonArray(new JsonObject { ["name"] = name, ["expression"] = expression })));

        var status = await server.PostAsync(Validating, configuration.ToJsonString(), 422);

        var cause = status["details"]!["causes"]![0]!;
        Assert.Equal(field, (string)cause["field"]!);
        Assert.Contains(message, (string)cause["message"]!, StringComparison.Ordinal);
    }

    private static JsonArray Conditions(params string[] expressions) =>
        new([.. expressions.Select((expression, index) => new JsonObject { ["name"] = $"c{index}", ["expression"] = expression })]);
}
