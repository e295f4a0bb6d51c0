using System.Text.Json.Nodes;
using Operon.ApiServer.Discovery;
using Xunit;

namespace Operon.ApiServer.Tests.Discovery;

public sealed class DiscoveryDocumentsTests
{
    private static readonly string[] Verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    [Fact]
    public void Lists_built_in_groups_in_the_real_order_and_CRD_groups_last()
    {
        var groups = Json(Build().Apis)["groups"]!.AsArray().Select(group => group!["name"]!.GetValue<string>()).ToList();

        Assert.Equal(["apiregistration.k8s.io", "apps", "events.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "autoscaling", "batch"], groups.Take(7));
        Assert.Equal(["a.example.com", "etcd.database.coreos.com"], groups.TakeLast(2));
    }

    [Fact]
    public void Prefers_the_most_stable_version()
    {
        var autoscaling = Json(Build().Group("autoscaling")!.Value);

        Assert.Equal("autoscaling/v2", autoscaling["preferredVersion"]!["groupVersion"]!.GetValue<string>());
        Assert.Equal(["v2", "v1"], autoscaling["versions"]!.AsArray().Select(version => version!["version"]!.GetValue<string>()));
        Assert.Null(Build().Group("no.example.com"));
    }

    [Fact]
    public void Lists_resources_and_their_subresources()
    {
        var resources = Json(Build().ResourceList("apps", "v1")!.Value)["resources"]!.AsArray();

        Tree.Equal("""{"name":"deployments/scale","singularName":"","namespaced":true,"group":"autoscaling","version":"v1","kind":"Scale","verbs":["get","patch","update"]}""",
            resources.Single(resource => resource!["name"]!.GetValue<string>() == "deployments/scale"));
        Assert.Contains(Json(Build().ResourceList("", "v1")!.Value)["resources"]!.AsArray(), resource => resource!["name"]!.GetValue<string>() == "pods");
        Assert.Null(Build().ResourceList("apps", "v2"));
    }

    [Fact]
    public void Aggregates_everything_in_one_document_per_root()
    {
        var documents = Build();

        var core = Json(documents.AggregatedApi);
        Assert.Equal("APIGroupDiscoveryList", core["kind"]!.GetValue<string>());
        Assert.Equal("apidiscovery.k8s.io/v2", core["apiVersion"]!.GetValue<string>());
        var etcd = Json(documents.AggregatedApis)["items"]!.AsArray().Single(group => group!["metadata"]!["name"]!.GetValue<string>() == "etcd.database.coreos.com");
        Tree.Equal("""
            {"resource":"etcdclusters","responseKind":{"group":"etcd.database.coreos.com","version":"v1beta2","kind":"EtcdCluster"},"scope":"Namespaced",
             "singularResource":"etcdcluster","verbs":["create","delete","deletecollection","get","list","patch","update","watch"],"shortNames":["etcd"],
             "subresources":[{"subresource":"status","responseKind":{"group":"etcd.database.coreos.com","version":"v1beta2","kind":"EtcdCluster"},"verbs":["get","patch","update"]}]}
            """, etcd!["versions"]![0]!["resources"]![0]);
    }

    [Fact]
    public void Changes_the_ETag_only_when_the_resources_change()
    {
        Assert.Equal(Build().AggregatedApisETag, Build().AggregatedApisETag);
        Assert.NotEqual(Build().AggregatedApisETag, new DiscoveryDocuments(BuiltInResources.All).AggregatedApisETag);
        Assert.Matches("^\"[0-9A-F]{64}\"$", Build().AggregatedApisETag);
    }

    [Fact]
    public void Agrees_with_upstreams_discovery()
    {
        var upstream = Tree.Map(File.ReadAllText(ConformanceData.Folder("discovery.json")));
        var ours = Json(new DiscoveryDocuments(BuiltInResources.All).AggregatedApis)["items"]!.AsArray()
            .ToDictionary(group => group!["metadata"]!["name"]!.GetValue<string>(), group => group!["versions"]!.AsArray());

        foreach (var group in upstream["items"]!.AsArray())
        {
            foreach (var version in group!["versions"]!.AsArray().Where(version => !version!["version"]!.GetValue<string>().Contains('a', StringComparison.Ordinal)))
            {
                var mine = ours[group["metadata"]!["name"]!.GetValue<string>()].Single(v => v!["version"]!.GetValue<string>() == version!["version"]!.GetValue<string>())!;
                Assert.Equal(Names(version!), Names(mine));
            }
        }

        static IEnumerable<string> Names(JsonNode version) => version["resources"]!.AsArray().SelectMany(resource =>
            (resource!["subresources"] as JsonArray ?? []).Select(sub => $"{resource["resource"]}/{sub!["subresource"]}:{string.Join(',', sub["verbs"]!.AsArray())}")
            .Prepend($"{resource["resource"]}:{resource["scope"]}:{resource["singularResource"]}:{string.Join(',', resource["verbs"]!.AsArray())}")).Order(StringComparer.Ordinal);
    }

    private static DiscoveryDocuments Build() => new(
    [
        new ResourceDefinition("etcd.database.coreos.com", "v1beta2", "etcdclusters", "etcdcluster", "EtcdCluster", "EtcdClusterList", true, Verbs, ["etcd"], [],
            [new SubresourceDefinition("status", "etcd.database.coreos.com", "v1beta2", "EtcdCluster", ["get", "patch", "update"])]),
        new ResourceDefinition("a.example.com", "v1", "widgets", "widget", "Widget", "WidgetList", false, Verbs, [], [], []),
        .. BuiltInResources.All,
    ]);

    private static JsonObject Json(ReadOnlyMemory<byte> document) => (JsonObject)JsonNode.Parse(document.Span)!;
}
