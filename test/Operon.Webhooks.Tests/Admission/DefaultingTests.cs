using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Webhooks.Tests;

public sealed class DefaultingTests
{
    private const string Path = "/mutate-cache-example-com-v1-memcached";

    [Theory]
    [InlineData("v1")]
    [InlineData("v1beta1")]
    public async Task A_default_becomes_a_JSON_patch_in_the_version_of_the_review(string version)
    {
        await using var webhooks = await StartAsync();
        var review = await webhooks.PostAsync(Path, Reviews.Admission(Memcached.Resource.Type, "CREATE", "{apiVersion: cache.example.com/v1, kind: Memcached, metadata: {name: main}, spec: {}}", version: version));
        Assert.Equal($"admission.k8s.io/{version}", (string?)review["apiVersion"]);
        Assert.Equal("AdmissionReview", (string?)review["kind"]);
        var response = review["response"]!;
        Assert.Equal("705ab4f5-6393-11e8-b7cc-42010a800002", (string?)response["uid"]);
        Assert.True((bool)response["allowed"]!);
        Assert.Equal("JSONPatch", (string?)response["patchType"]);
        Assert.Equal("true", (string?)response["auditAnnotations"]!["defaulted"]);
        Same("[{op: add, path: /spec/size, value: 3}]", Reviews.Patch(review));
    }

    [Fact]
    public async Task Fields_the_type_does_not_know_survive()
    {
        await using var webhooks = await StartAsync();
        var review = await webhooks.PostAsync(Path, Reviews.Admission(
            Memcached.Resource.Type, "UPDATE", "{apiVersion: cache.example.com/v1, kind: Memcached, metadata: {name: main}, spec: {newField: {a: 1}, ports: [{name: x, number: 1, other: kept}]}}", "{metadata: {}}"));
        Same("[{op: add, path: /spec/size, value: 3}]", Reviews.Patch(review));
    }

    [Fact]
    public async Task Nothing_changed_is_no_patch()
    {
        await using var webhooks = await StartAsync();
        var review = await webhooks.PostAsync(Path, Reviews.Admission(Memcached.Resource.Type, "CREATE", "{metadata: {name: main}, spec: {size: 5}}"));
        Assert.True((bool)review["response"]!["allowed"]!);
        Assert.Null(review["response"]!["patch"]);
        Assert.Null(review["response"]!["patchType"]);
    }

    [Fact]
    public async Task A_deletion_is_not_defaulted()
    {
        await using var webhooks = await StartAsync();
        var review = await webhooks.PostAsync(Path, Reviews.Admission(Memcached.Resource.Type, "DELETE", null, "{metadata: {name: main}, spec: {image: explode}}"));
        Assert.True((bool)review["response"]!["allowed"]!);
        Assert.Null(review["response"]!["patch"]);
    }

    [Fact]
    public async Task Built_in_kinds_have_webhooks_too()
    {
        await using var webhooks = await RunningWebhooks.StartAsync(new WebhookSet().AddDefaulter(ResourceKinds.Pod, new PodLabeller()));
        var review = await webhooks.PostAsync("/mutate--v1-pod", Reviews.Admission(
            ResourceKinds.Pod.Type, "CREATE", "{apiVersion: v1, kind: Pod, metadata: {name: main, annotations: {a/b: c}}, spec: {containers: [{name: app, image: x, futureField: 1}]}}"));
        Same("[{op: add, path: /metadata/labels, value: {team: none}}, {op: add, path: /spec/containers/1, value: {name: sidecar, image: proxy}}]", Reviews.Patch(review));
    }

    [Fact]
    public async Task A_chain_hands_the_changed_object_on_and_ends_at_the_first_refusal()
    {
        var seen = new List<string>();
        var set = new WebhookSet()
            .AddHandler("/chain", new Function(request => AdmissionResponse.Patched([new JsonObject { ["op"] = "add", ["path"] = "/a", ["value"] = 1 }]) with { Warnings = ["first"] }))
            .AddHandler("/chain", new Function(request =>
            {
                seen.Add(request.Object!.ToJsonString());
                return (int?)request.Object["stop"] == 1 ? AdmissionResponse.Denied("enough") : AdmissionResponse.Patched([new JsonObject { ["op"] = "replace", ["path"] = "/a", ["value"] = 2 }]);
            }));
        await using var webhooks = await RunningWebhooks.StartAsync(set);
        Same("[{op: add, path: /a, value: 1}, {op: replace, path: /a, value: 2}]", Reviews.Patch(await webhooks.PostAsync("/chain", Reviews.Admission(Memcached.Resource.Type, "CREATE", "{b: 0}"))));
        Assert.Equal(["""{"b":0,"a":1}"""], seen);
        var refusal = (await webhooks.PostAsync("/chain", Reviews.Admission(Memcached.Resource.Type, "CREATE", "{stop: 1}")))["response"]!;
        Assert.False((bool)refusal["allowed"]!);
        Assert.Null(refusal["patch"]);
        Assert.Equal("first", (string?)refusal["warnings"]![0]);
        Assert.Equal((403, "Forbidden", "enough"), ((int)refusal["status"]!["code"]!, (string?)refusal["status"]!["reason"], (string?)refusal["status"]!["message"]));
    }

    private static Task<RunningWebhooks> StartAsync() => RunningWebhooks.StartAsync(new WebhookSet().AddDefaulter(Memcached.Resource, new MemcachedWebhook()));

    private static void Same(string expected, JsonNode actual) => Assert.True(JsonNode.DeepEquals(Yaml.ToJson(expected)[0], actual), actual.ToJsonString());

    private sealed class PodLabeller : IDefaulter<V1Pod>
    {
        public ValueTask<V1Pod> DefaultAsync(V1Pod resource, AdmissionContext context, CancellationToken cancellationToken)
        {
            resource.Metadata.Labels ??= new Dictionary<string, string>();
            resource.Metadata.Labels["team"] = "none";
            resource.Spec.Containers.Add(new V1Container { Name = "sidecar", Image = "proxy" });
            return ValueTask.FromResult(resource);
        }
    }

    private sealed class Function(Func<AdmissionRequest, AdmissionResponse> answer) : IAdmissionHandler
    {
        public ValueTask<AdmissionResponse> HandleAsync(AdmissionRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(answer(request));
    }
}
