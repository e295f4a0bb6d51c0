using System.Net;
using System.Text.Json.Nodes;
using k8s.Models;
using Xunit;

namespace Operon.Kubernetes.Tests;

public sealed class SubresourceTests
{
    private const string Success = """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success","code":201}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_scale_is_read_and_replaced_below_any_kind_that_scales()
    {
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json(
            """{"kind":"Scale","apiVersion":"autoscaling/v1","metadata":{"name":"web","namespace":"ns"},"spec":{"replicas":2},"status":{"replicas":1}}"""));
        await using var client = server.Client();
        var scale = client.Resource(ResourceKinds.Deployment).Subresource(Subresources.Scale);

        var read = await scale.GetAsync("ns", "web", Token);
        read.Spec.Replicas = 3;
        await scale.UpdateAsync("ns", "web", read, Token, new WriteOptions { FieldManager = "me" });
        await scale.PatchAsync("ns", "web", Patch.Merge(new JsonObject { ["spec"] = new JsonObject { ["replicas"] = 4 } }), Token);

        Assert.Equal(1, read.Status.Replicas);
        Assert.Equal(
            [
                "GET /apis/apps/v1/namespaces/ns/deployments/web/scale",
                """PUT /apis/apps/v1/namespaces/ns/deployments/web/scale?fieldManager=me application/json {"apiVersion":"autoscaling/v1","kind":"Scale","metadata":{"name":"web","namespace":"ns"},"spec":{"replicas":3},"status":{"replicas":1}}""",
                """PATCH /apis/apps/v1/namespaces/ns/deployments/web/scale application/merge-patch+json {"spec":{"replicas":4}}""",
            ],
            server.Lines);
    }

    [Fact]
    public async Task An_eviction_and_a_binding_are_posted_under_the_pods_name_and_their_status_answer_is_no_body()
    {
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json(Success, HttpStatusCode.Created));
        await using var client = server.Client();
        var pods = client.Resource(ResourceKinds.Pod);

        Assert.Null(await pods.Subresource(Subresources.Eviction).CreateAsync("ns", "a", new V1Eviction { DeleteOptions = new V1DeleteOptions { GracePeriodSeconds = 5 } }, Token));
        Assert.Null(await pods.Subresource(Subresources.Binding).CreateAsync("ns", "a", new V1Binding { Target = new V1ObjectReference { Kind = "Node", Name = "n" } }, Token));

        Assert.Equal(
            [
                """POST /api/v1/namespaces/ns/pods/a/eviction application/json {"apiVersion":"policy/v1","deleteOptions":{"gracePeriodSeconds":5},"kind":"Eviction","metadata":{"name":"a","namespace":"ns"}}""",
                """POST /api/v1/namespaces/ns/pods/a/binding application/json {"apiVersion":"v1","kind":"Binding","metadata":{"name":"a","namespace":"ns"},"target":{"kind":"Node","name":"n"}}""",
            ],
            server.Lines);
    }

    [Fact]
    public async Task A_token_request_answers_with_the_token()
    {
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json(
            """{"kind":"TokenRequest","apiVersion":"authentication.k8s.io/v1","metadata":{"name":"sa"},"spec":{"audiences":["a"]},"status":{"token":"secret","expirationTimestamp":"2026-01-31T12:00:00Z"}}""",
            HttpStatusCode.Created));
        await using var client = server.Client();

        var request = new Authenticationv1TokenRequest { Spec = new V1TokenRequestSpec { Audiences = ["a"], ExpirationSeconds = 600 } };
        var answer = await client.Resource(ResourceKinds.ServiceAccount).Subresource(Subresources.Token).CreateAsync("ns", "sa", request, Token);

        Assert.Equal("secret", answer!.Status.Token);
        Assert.StartsWith("POST /api/v1/namespaces/ns/serviceaccounts/sa/token ", server.Lines.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approval_resize_and_status_take_the_object_itself()
    {
        using var server = new ScriptedServer((request, _) => ScriptedServer.Json("""{"metadata":{"name":"x"}}"""));
        await using var client = server.Client();
        var requests = new ResourceKind<V1CertificateSigningRequest>(
            new ResourceType("certificates.k8s.io", "v1", "CertificateSigningRequest", "certificatesigningrequests", false), KubernetesJson.TypeInfo<V1CertificateSigningRequest>());

        await client.Resource(requests).Subresource(Subresources.Approval).UpdateAsync(null, "x", new V1CertificateSigningRequest(), Token);
        await client.Resource(ResourceKinds.Pod).Subresource(Subresources.Resize).PatchAsync("ns", "x", Patch.StrategicMerge(new JsonObject()), Token);
        await client.Resource(ResourceKinds.Pod).Subresource(Subresources.Status(ResourceKinds.Pod)).ApplyAsync(
            "ns", "x", new V1Pod { Status = new V1PodStatus { Phase = "Running" } }, new WriteOptions { FieldManager = "m", Force = true }, Token);

        Assert.Equal(
            [
                """PUT /apis/certificates.k8s.io/v1/certificatesigningrequests/x/approval application/json {"apiVersion":"certificates.k8s.io/v1","kind":"CertificateSigningRequest","metadata":{"name":"x"}}""",
                "PATCH /api/v1/namespaces/ns/pods/x/resize application/strategic-merge-patch+json {}",
                """PATCH /api/v1/namespaces/ns/pods/x/status?fieldManager=m&force=true application/apply-patch+yaml {"apiVersion":"v1","kind":"Pod","metadata":{"name":"x","namespace":"ns"},"status":{"phase":"Running"}}""",
            ],
            server.Lines);
    }

    [Fact]
    public async Task A_subresource_nobody_modelled_takes_json()
    {
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json("""{"kind":"Snapshot","status":{"size":1}}"""));
        await using var client = server.Client();
        var kind = ResourceKinds.Untyped(new ResourceType("db.example.com", "v1", "Database", "databases", true));

        var answer = await client.Resource(kind).Subresource(Subresources.Untyped("snapshot", "db.example.com/v1", "Snapshot")).CreateAsync("ns", "d", new JsonObject { ["spec"] = 1 }, Token);

        Assert.Equal(1, answer!["status"]!["size"]!.GetValue<int>());
        Assert.Equal("""POST /apis/db.example.com/v1/namespaces/ns/databases/d/snapshot application/json {"spec":1,"apiVersion":"db.example.com/v1","kind":"Snapshot"}""", server.Lines.Single());
    }
}
