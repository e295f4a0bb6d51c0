using System.Text;
using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.AspNetCore.Http;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Testing.Tests.Webhooks;

public sealed class TestWebhookTests
{
    private const string Configuration = """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: labels}
        webhooks:
          - name: labels.example.com
            sideEffects: None
            admissionReviewVersions: [v1]
            clientConfig: {service: {name: webhooks, namespace: operators, path: /labels}}
            rules:
              - {operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [configmaps]}
        """;

    [Fact]
    public async Task A_handler_of_the_test_admits_objects()
    {
        await using var cluster = await TestCluster.StartAsync(new TestClusterOptions { AlwaysInProcess = true }, TestContext.Current.CancellationToken);
        var paths = new List<string>();
        var webhooks = await cluster.ServeWebhooksAsync(http => LabelAsync(http, paths), TestContext.Current.CancellationToken);
        await webhooks.InstallAsync(Configuration, TestContext.Current.CancellationToken);

        var created = await cluster.Client.Resource(ResourceKinds.ConfigMap).CreateAsync(Map("a"), TestContext.Current.CancellationToken);

        Assert.Equal("yes", created.Metadata.Labels["admitted"]);
        Assert.Equal(["/labels"], paths);
    }

    [Fact]
    public async Task A_webhook_that_is_gone_fails_the_request()
    {
        await using var cluster = await TestCluster.StartAsync(new TestClusterOptions { AlwaysInProcess = true }, TestContext.Current.CancellationToken);
        var webhooks = await cluster.ServeWebhooksAsync(http => LabelAsync(http, []), TestContext.Current.CancellationToken);
        await webhooks.InstallAsync(Configuration, TestContext.Current.CancellationToken);

        await webhooks.DisposeAsync();

        var failure = await Assert.ThrowsAsync<KubernetesApiException>(() => cluster.Client.Resource(ResourceKinds.ConfigMap).CreateAsync(Map("a"), TestContext.Current.CancellationToken));
        Assert.Contains("failed calling webhook \"labels.example.com\"", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_without_webhooks_is_refused_by_name()
    {
        await using var cluster = await TestCluster.StartAsync(new TestClusterOptions { AlwaysInProcess = true }, TestContext.Current.CancellationToken);
        var webhooks = await cluster.ServeWebhooksAsync(http => LabelAsync(http, []), TestContext.Current.CancellationToken);

        var failure = await Assert.ThrowsAsync<TestClusterException>(() =>
            webhooks.InstallAsync("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}", TestContext.Current.CancellationToken));

        Assert.StartsWith("ConfigMap a has no webhooks", failure.Message, StringComparison.Ordinal);
    }

    private static V1ConfigMap Map(string name) => new() { Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default" } };

    private static async Task LabelAsync(HttpContext http, List<string> paths)
    {
        paths.Add(http.Request.Path.Value!);
        var review = (await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted))!;
        review["response"] = new JsonObject
        {
            ["uid"] = review["request"]!["uid"]!.DeepClone(),
            ["allowed"] = true,
            ["patchType"] = "JSONPatch",
            ["patch"] = Convert.ToBase64String(Encoding.UTF8.GetBytes("""[{"op":"add","path":"/metadata/labels","value":{"admitted":"yes"}}]""")),
        };
        review.AsObject().Remove("request");
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(review.ToJsonString(), http.RequestAborted);
    }
}
