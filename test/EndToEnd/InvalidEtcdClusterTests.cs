using EndToEnd.Clusters;
using EndToEnd.Etcd;

namespace EndToEnd;

/// <summary>Bad objects are refused or reported with a message that names the field; good ones are reconciled meanwhile.</summary>
[Collection(nameof(EtcdOperatorCollection))]
public sealed class InvalidEtcdClusterTests(EtcdOperatorCluster shared)
{
    private readonly TestCluster _cluster = shared.Cluster;

    [Theory]
    [InlineData("0", "spec.size")]
    [InlineData("-1", "spec.size")]
    [InlineData("\"three\"", "spec.size")]
    public async Task Refuses_an_impossible_size_and_names_the_field(string size, string field)
    {
        var result = await _cluster.TryKubectlAsync(["apply", "-f", "-"], Manifest("refused", $"size: {size}"));
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(field, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_what_the_schema_cannot_refuse_and_reconciles_others()
    {
        var longName = new string('n', 60);
        await _cluster.ApplyAsync(Manifest(longName, "size: 1"));
        await _cluster.ApplyAsync(Manifest("reserved-label", "size: 1\n  pod: {labels: {etcd_node: mine}}"));
        await _cluster.ApplyAsync(Manifest("good", "size: 1"));

        using var etcd = new EtcdCluster(_cluster, "good");
        await etcd.HasHealthyVotersAsync(1);
        await DescriptionNamesAsync(longName, "metadata.name");
        await DescriptionNamesAsync("reserved-label", "spec.pod.labels");
        Assert.Equal("", await _cluster.KubectlAsync("get", "pods", "-l", "etcd_cluster=reserved-label", "-o", "name"));
        await _cluster.KubectlAsync("delete", "etcd", longName, "reserved-label", "good");
    }

    private Task DescriptionNamesAsync(string name, string field) => Eventually.TrueAsync($"kubectl describe of {name} names {field}", async () =>
        (await _cluster.KubectlAsync("describe", "etcdcluster", name)).Contains(field, StringComparison.Ordinal));

    private static string Manifest(string name, string spec) => $"""
        apiVersion: etcd.database.coreos.com/v1beta2
        kind: EtcdCluster
        metadata:
          name: {name}
        spec:
          {spec}
        """;
}
