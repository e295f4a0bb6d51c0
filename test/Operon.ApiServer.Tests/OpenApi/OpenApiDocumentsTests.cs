using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Operon.ApiServer.Discovery;
using Operon.ApiServer.OpenApi;
using Xunit;

namespace Operon.ApiServer.Tests.OpenApi;

public sealed partial class OpenApiDocumentsTests
{
    private static readonly ResourceDefinition EtcdClusters = new(
        "etcd.database.coreos.com", "v1beta2", "etcdclusters", "etcdcluster", "EtcdCluster", "EtcdClusterList", true,
        ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], ["etcd"], [],
        [
            new SubresourceDefinition("status", "etcd.database.coreos.com", "v1beta2", "EtcdCluster", ["get", "patch", "update"]),
            new SubresourceDefinition("scale", "autoscaling", "v1", "Scale", ["get", "patch", "update"]),
        ]);

    [Fact]
    public void The_index_names_each_group_version_with_the_hash_of_its_document()
    {
        var documents = Build();
        var paths = (JsonObject)JsonNode.Parse(documents.Index.Span)!["paths"]!;

        Assert.Equal($"/openapi/v3/api/v1?hash={documents.Find("api/v1")!.Hash}", paths["api/v1"]!["serverRelativeURL"]!.GetValue<string>());
        Assert.True(paths.ContainsKey("apis/apps/v1"));
        Assert.True(paths.ContainsKey("apis/etcd.database.coreos.com/v1beta2"));
        Assert.Null(documents.Find("apis/no.example.com/v1"));
    }

    [Theory]
    [InlineData("api/v1", "", "v1", "Pod")]
    [InlineData("apis/apps/v1", "apps", "v1", "Deployment")]
    [InlineData("apis/etcd.database.coreos.com/v1beta2", "etcd.database.coreos.com", "v1beta2", "EtcdCluster")]
    public void The_patch_of_a_kind_takes_fieldValidation_so_that_clients_leave_validation_to_the_server(string path, string group, string version, string kind)
    {
        var patches = Json(path)["paths"]!.AsObject()
            .Where(item => item.Key.EndsWith("/{name}", StringComparison.Ordinal))
            .Select(item => item.Value!["patch"])
            .Where(patch => patch is not null && JsonNode.DeepEquals(
                patch["x-kubernetes-group-version-kind"], new JsonObject { ["group"] = group, ["kind"] = kind, ["version"] = version }));

        var operation = Assert.Single(patches)!;
        Assert.Equal("patch", operation["x-kubernetes-action"]!.GetValue<string>());
        var parameters = operation["parameters"]!.AsArray().Where(parameter => parameter!["in"]!.GetValue<string>() == "query").Select(parameter => parameter!["name"]!.GetValue<string>());
        Assert.Superset(new HashSet<string> { "fieldValidation", "dryRun", "fieldManager", "force" }, parameters.ToHashSet());
        Assert.Equal(group != "etcd.database.coreos.com", operation["requestBody"]!["content"]!.AsObject().ContainsKey("application/strategic-merge-patch+json"));
    }

    [Theory]
    [InlineData("api/v1")]
    [InlineData("apis/apps/v1")]
    [InlineData("apis/autoscaling/v2")]
    [InlineData("apis/apiextensions.k8s.io/v1")]
    [InlineData("apis/etcd.database.coreos.com/v1beta2")]
    public void Every_reference_leads_to_a_schema_of_the_same_document(string path)
    {
        var document = Json(path);
        var schemas = document["components"]!["schemas"]!.AsObject();

        var references = References().Matches(document.ToJsonString()).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.NotEmpty(references);
        Assert.All(references, name => Assert.True(schemas.ContainsKey(name), name));
    }

    [Fact]
    public void A_CRD_is_published_with_descriptions_kinds_and_its_list()
    {
        var schemas = Json("apis/etcd.database.coreos.com/v1beta2")["components"]!["schemas"]!;
        var cluster = schemas["com.coreos.database.etcd.v1beta2.EtcdCluster"]!;

        Assert.Equal("how many members", cluster["properties"]!["spec"]!["properties"]!["size"]!["description"]!.GetValue<string>());
        Tree.Equal("""[{"group":"etcd.database.coreos.com","kind":"EtcdCluster","version":"v1beta2"}]""", cluster["x-kubernetes-group-version-kind"]);
        Assert.EndsWith("ObjectMeta", cluster["properties"]!["metadata"]!["allOf"]![0]!["$ref"]!.GetValue<string>(), StringComparison.Ordinal);
        Tree.Equal("""[{"group":"etcd.database.coreos.com","kind":"EtcdClusterList","version":"v1beta2"}]""",
            schemas["com.coreos.database.etcd.v1beta2.EtcdClusterList"]!["x-kubernetes-group-version-kind"]);
    }

    [Fact]
    public void A_changed_CRD_changes_the_hash_of_its_document_only()
    {
        var (before, same, after) = (Build(), Build(), Build("how many voters"));

        Assert.Equal(before.IndexETag, same.IndexETag);
        Assert.NotEqual(before.IndexETag, after.IndexETag);
        Assert.NotEqual(before.Find("apis/etcd.database.coreos.com/v1beta2")!.Hash, after.Find("apis/etcd.database.coreos.com/v1beta2")!.Hash);
        Assert.Equal(before.Find("api/v1")!.Hash, after.Find("api/v1")!.Hash);
    }

    private static OpenApiDocuments Build(string description = "how many members") => new(BuiltInResources.All,
    [
        new CustomResourceOpenApi(EtcdClusters, Tree.Map($$"""
            {"type":"object","properties":{"spec":{"type":"object","properties":{"size":{"type":"integer","description":"{{description}}"} } } } }
            """)),
    ]);

    private static JsonObject Json(string path) => (JsonObject)JsonNode.Parse(Build().Find(path)!.Json.Span)!;

    [GeneratedRegex("\"#/components/schemas/([^\"]+)\"")]
    private static partial Regex References();
}
