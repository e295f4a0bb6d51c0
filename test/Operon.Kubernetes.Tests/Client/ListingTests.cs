using System.Net;
using k8s.Models;
using Xunit;

namespace Operon.Kubernetes.Tests;

public sealed class ListingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_objects_come_page_by_page_and_only_as_far_as_they_are_read()
    {
        using var server = new ScriptedServer((_, count) => ScriptedServer.Json(
            $$$"""{"metadata":{"resourceVersion":"9","continue":"{{{(count == 3 ? "" : $"t{count}")}}}"},"items":[{"metadata":{"name":"{{{count}}}a"}},{"metadata":{"name":"{{{count}}}b"}}]}"""));
        await using var client = server.Client();
        var pods = client.Resource(ResourceKinds.Pod);

        var names = new List<string>();
        await foreach (var pod in pods.ListAllAsync("ns", new ListOptions { LabelSelector = "x", ResourceVersion = "5", ResourceVersionMatch = "NotOlderThan" }, Token))
        {
            names.Add(pod.Metadata.Name);
            Assert.True(server.Lines.Count <= (names.Count + 1) / 2);
        }

        Assert.Equal(["1a", "1b", "2a", "2b", "3a", "3b"], names);
        Assert.Equal(
            [
                "GET /api/v1/namespaces/ns/pods?labelSelector=x&limit=500&resourceVersion=5&resourceVersionMatch=NotOlderThan",
                "GET /api/v1/namespaces/ns/pods?labelSelector=x&limit=500&continue=t1",
                "GET /api/v1/namespaces/ns/pods?labelSelector=x&limit=500&continue=t2",
            ],
            server.Lines);
    }

    [Fact]
    public async Task Pages_have_the_size_asked_for_and_expire_as_the_server_says()
    {
        using var server = new ScriptedServer((_, count) => count == 1
            ? ScriptedServer.Json("""{"metadata":{"resourceVersion":"9","continue":"t"},"items":[{"metadata":{"name":"a"}}]}""")
            : ScriptedServer.Json("""{"kind":"Status","reason":"Expired","code":410,"message":"m"}""", HttpStatusCode.Gone));
        await using var client = server.Client();
        await using var pages = client.Resource(ResourceKinds.Pod).ListPagesAsync(null, new ListOptions { Limit = 1 }, Token).GetAsyncEnumerator(Token);
        Assert.True(await pages.MoveNextAsync());
        Assert.Equal("9", pages.Current.ResourceVersion);
        Assert.True((await Assert.ThrowsAsync<KubernetesApiException>(async () => await pages.MoveNextAsync())).IsExpired);
        Assert.EndsWith("?limit=1&continue=t", server.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Selectors_are_written_as_the_server_reads_them()
    {
        Assert.Equal("app=web,tier=a", LabelSelectors.Matching(new Dictionary<string, string> { ["tier"] = "a", ["app"] = "web" }));
        Assert.Equal("app,tier", LabelSelectors.Having("app", "tier"));
        Assert.Equal("", LabelSelectors.From(new V1LabelSelector()));
        Assert.Equal(
            "app=web,tier in (a,b),zone notin (c),gpu,!spot",
            LabelSelectors.From(new V1LabelSelector
            {
                MatchLabels = new Dictionary<string, string> { ["app"] = "web" },
                MatchExpressions =
                [
                    new V1LabelSelectorRequirement { Key = "tier", OperatorProperty = "In", Values = ["a", "b"] },
                    new V1LabelSelectorRequirement { Key = "zone", OperatorProperty = "NotIn", Values = ["c"] },
                    new V1LabelSelectorRequirement { Key = "gpu", OperatorProperty = "Exists" },
                    new V1LabelSelectorRequirement { Key = "spot", OperatorProperty = "DoesNotExist" },
                ],
            }));
        Assert.Throws<ArgumentException>(() => LabelSelectors.From(new V1LabelSelector { MatchExpressions = [new V1LabelSelectorRequirement { Key = "a", OperatorProperty = "Like" }] }));
    }

    [Fact]
    public async Task Options_of_deletes_and_writes_reach_the_server()
    {
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json("""{"metadata":{"name":"a","uid":"u"}}"""));
        await using var client = server.Client();
        var pods = client.Resource(ResourceKinds.Pod);
        var pod = new V1Pod { Metadata = new V1ObjectMeta { Name = "a", NamespaceProperty = "ns", Uid = "u" } };

        await pods.DeleteAsync(pod, Token, new DeleteOptions { PropagationPolicy = PropagationPolicies.Foreground, PreconditionResourceVersion = "7", DryRun = true });
        await pods.DeleteCollectionAsync("ns", new ListOptions { FieldSelector = "spec.nodeName=n", Limit = 10, ResourceVersion = "5" }, Token, new DeleteOptions { GracePeriodSeconds = 0 });
        await pods.PatchAsync("ns", "a", Patch.Json([]), Token, new WriteOptions { FieldValidation = FieldValidations.Warn, DryRun = true, Parameters = new Dictionary<string, string> { ["pretty"] = "true" } });

        Assert.Equal(
            [
                """DELETE /api/v1/namespaces/ns/pods/a application/json {"apiVersion":"v1","dryRun":["All"],"kind":"DeleteOptions","preconditions":{"resourceVersion":"7","uid":"u"},"propagationPolicy":"Foreground"}""",
                """DELETE /api/v1/namespaces/ns/pods?fieldSelector=spec.nodeName%3Dn&limit=10&resourceVersion=5 application/json {"apiVersion":"v1","gracePeriodSeconds":0,"kind":"DeleteOptions"}""",
                "PATCH /api/v1/namespaces/ns/pods/a?dryRun=All&fieldValidation=Warn&pretty=true application/json-patch+json []",
            ],
            server.Lines);
    }
}
