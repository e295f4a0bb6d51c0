using System.Text.Json.Nodes;
using Operon.ApiServer.Tests.Hosting;

namespace Operon.ApiServer.Tests.Webhooks;

/// <summary>Makes webhook configurations for tests: every webhook wants configmaps unless told otherwise.</summary>
internal static class WebhookConfigurations
{
    public const string Validating = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";
    public const string Mutating = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations";

    public static JsonObject Webhook(this WebhookHost host, string path, Action<JsonObject>? change = null)
    {
        var webhook = JsonNode.Parse($$"""
            {"name":"{{path.TrimStart('/')}}.example.com","sideEffects":"None","admissionReviewVersions":["v1"],
             "rules":[{"operations":["*"],"apiGroups":[""],"apiVersions":["v1"],"resources":["configmaps"]}]}
            """)!.AsObject();
        webhook["clientConfig"] = host.Url(path);
        change?.Invoke(webhook);
        return webhook;
    }

    public static void Rule(this JsonObject webhook, string group, string version, string resource, string operation = "*", string scope = "*") =>
        webhook["rules"] = new JsonArray(new JsonObject
        {
            ["operations"] = new JsonArray(operation),
            ["apiGroups"] = new JsonArray(group),
            ["apiVersions"] = new JsonArray(version),
            ["resources"] = new JsonArray(resource),
            ["scope"] = scope,
        });

    public static Task<JsonObject> InstallAsync(this TestServer server, string configurations, string name, params JsonObject[] webhooks) =>
        server.PostAsync(configurations, Configuration(configurations, name, webhooks).ToJsonString());

    public static JsonObject Configuration(string configurations, string name, params JsonObject[] webhooks) => new()
    {
        ["apiVersion"] = "admissionregistration.k8s.io/v1",
        ["kind"] = configurations == Mutating ? "MutatingWebhookConfiguration" : "ValidatingWebhookConfiguration",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["webhooks"] = new JsonArray([.. webhooks]),
    };
}
