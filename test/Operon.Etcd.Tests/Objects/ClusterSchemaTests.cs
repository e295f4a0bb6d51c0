using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Etcd.Api;
using Operon.Kubernetes;
using Operon.Testing;
using Xunit;

namespace Operon.Etcd.Tests.Objects;

/// <summary>What the API server itself refuses of an EtcdCluster, at its creation and at changes of it.</summary>
public sealed class ClusterSchemaTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IResourceClient<UntypedObject> Clusters => _cluster.Client.Resource(ResourceKinds.Untyped(EtcdKinds.Cluster.Type));

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(new() { AlwaysInProcess = true }, Cancel);
        await _cluster.InstallCrdsAsync(CustomResources.Definitions()["etcdclusters"], Cancel);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData("""{"size": 8}""", "spec.size")]
    [InlineData("""{"size": -1}""", "spec.size")]
    [InlineData("""{"size": 0}""", "spec.size")]
    [InlineData("""{"size": 3, "version": "latest"}""", "spec.version")]
    public async Task A_cluster_that_cannot_be_is_refused_when_it_is_created(string spec, string field) =>
        Assert.Contains(field, (await Assert.ThrowsAsync<KubernetesApiException>(() => CreateAsync(spec))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Certificates_change_their_source_by_way_of_plaintext_only()
    {
        await CreateAsync("""{"size": 3, "TLS": {"auto": {}}}""");
        var refusal = await Assert.ThrowsAsync<KubernetesApiException>(() => ChangeAsync("""{"TLS": {"auto": null, "static": {"member": {"peerSecret": "peer"}}}}"""));
        Assert.Contains("take spec.TLS away first", refusal.Message, StringComparison.Ordinal);

        await ChangeAsync("""{"size": 5, "TLS": {"auto": {"validity": "48h"}}}""");
        await ChangeAsync("""{"TLS": null}""");
        await ChangeAsync("""{"TLS": {"static": {"member": {"peerSecret": "peer"}}}}""");
    }

    private Task<UntypedObject> CreateAsync(string spec) => Clusters.CreateAsync(
        new UntypedObject
        {
            ApiVersion = EtcdKinds.Cluster.Type.ApiVersion,
            Kind = EtcdCluster.KindName,
            Metadata = new V1ObjectMeta { Name = "c", NamespaceProperty = "default" },
            Fields = new JsonObject { ["spec"] = JsonNode.Parse(spec) },
        },
        Cancel);

    private Task<UntypedObject> ChangeAsync(string spec) =>
        Clusters.PatchAsync("default", "c", Patch.Merge(new JsonObject { ["spec"] = JsonNode.Parse(spec) }), Cancel);
}
