using System.Text.Json.Nodes;
using Operon.ApiServer.Tests.Hosting;
using Xunit;
using static Operon.ApiServer.Tests.Webhooks.WebhookConfigurations;

namespace Operon.ApiServer.Tests.Webhooks;

public sealed class WebhookConfigurationTests
{
    [Fact]
    public async Task A_configuration_gets_its_defaults()
    {
        await using var server = await TestServer.StartAsync();

        var created = await server.PostAsync(Mutating, Configuration(Mutating, "a", Webhook()).ToJsonString());

        var webhook = created["webhooks"]![0]!;
        Assert.Equal(("Fail", "Equivalent", "Never", 10), ((string)webhook["failurePolicy"]!, (string)webhook["matchPolicy"]!, (string)webhook["reinvocationPolicy"]!, (int)webhook["timeoutSeconds"]!));
        Assert.Equal(("{}", "{}"), (webhook["namespaceSelector"]!.ToJsonString(), webhook["objectSelector"]!.ToJsonString()));
        Assert.Equal("*", (string)webhook["rules"]![0]!["scope"]!);
        Assert.Equal(443, (int)webhook["clientConfig"]!["service"]!["port"]!);
    }

    [Theory]
    [InlineData("name", "\"short\"", "webhooks[0].name: Invalid value: \"short\": should be a domain with at least three segments separated by dots")]
    [InlineData("sideEffects", "null", "webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun")]
    [InlineData("sideEffects", "\"Some\"", "webhooks[0].sideEffects: Unsupported value: \"Some\": supported values: \"None\", \"NoneOnDryRun\"")]
    [InlineData("admissionReviewVersions", "[]", "webhooks[0].admissionReviewVersions: Required value: must specify one of v1, v1beta1")]
    [InlineData("admissionReviewVersions", "[\"v7\"]", "webhooks[0].admissionReviewVersions: Invalid value: [\"v7\"]: must include at least one of v1, v1beta1")]
    [InlineData("timeoutSeconds", "31", "webhooks[0].timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds")]
    [InlineData("clientConfig", "{}", "webhooks[0].clientConfig: Required value: exactly one of url or service is required")]
    [InlineData("clientConfig", """{"url":"http://a.example.com/"}""", "webhooks[0].clientConfig.url: Invalid value: \"http\": 'https' is the only allowed URL scheme; desired format: https://host[/path]")]
    [InlineData("clientConfig", """{"service":{"name":"s","namespace":"n","path":"x"}}""", "webhooks[0].clientConfig.service.path: Invalid value: \"x\": must start with a '/'")]
    [InlineData("rules", """[{"operations":["*","CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["pods"]}]""", "webhooks[0].rules[0].operations: Invalid value: [\"*\",\"CREATE\"]: if '*' is present, must not specify other operations")]
    [InlineData("rules", """[{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["*","pods"]}]""", "if '*' is present, must not specify other resources without subresources")]
    [InlineData("rules", """[{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["pods/*","pods/status"]}]""", "if 'pods/*' is present, must not specify pods/status")]
    public async Task A_wrong_field_is_refused_by_name(string field, string value, string problem)
    {
        await using var server = await TestServer.StartAsync();
        var webhook = Webhook();
        webhook[field] = JsonNode.Parse(value);

        var status = await server.PostAsync(Validating, Configuration(Validating, "a", webhook).ToJsonString(), 422);

        Assert.Contains(problem, (string)status["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_webhooks_of_one_name_are_refused()
    {
        await using var server = await TestServer.StartAsync();

        var status = await server.PostAsync(Validating, Configuration(Validating, "a", Webhook(), Webhook()).ToJsonString(), 422);

        Assert.Contains("webhooks[1].name: Duplicate value: \"a.example.com\"", (string)status["message"]!, StringComparison.Ordinal);
    }

    private static JsonObject Webhook() => JsonNode.Parse("""
        {"name":"a.example.com","sideEffects":"None","admissionReviewVersions":["v1"],"clientConfig":{"service":{"name":"s","namespace":"n"}},
         "rules":[{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["pods"]}]}
        """)!.AsObject();
}
