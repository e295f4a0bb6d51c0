using Operon.Cli.Etcd;
using Operon.Kubernetes;

namespace Operon.Cli.Tests.Etcd;

/// <summary>What people ask of the operator by annotation, and how they learn what came of it.</summary>
public sealed class EtcdWishTests(EtcdCommandCluster cluster) : IClassFixture<EtcdCommandCluster>
{
    [Fact]
    public async Task Leadership_is_asked_for_and_the_answer_followed()
    {
        var place = await cluster.CreateAsync(size: 2);
        await cluster.WriteHealthyAsync(place);
        var asking = cluster.RunAsync(place, "move-leader main main-b");
        var wish = await WishAsync(place, "move-leader");
        Assert.StartsWith("main-b:", wish, StringComparison.Ordinal);

        await cluster.WriteHealthyAsync(place, leader: "main-b");
        await cluster.WriteStatusAsync(EtcdKind.Cluster, place, "main", $"{{leaderTransfer: {{request: \"{wish}\", outcome: Moved, message: main-b leads}}}}");
        var (code, output, error) = await asking;
        Assert.True(code == 0, output + error);
        Assert.Contains("main-b leads", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_told_with_its_reason()
    {
        var place = await cluster.CreateAsync();
        var asking = cluster.RunAsync(place, "move-leader main main-x");
        var wish = await WishAsync(place, "move-leader");
        await cluster.WriteStatusAsync(EtcdKind.Cluster, place, "main", $"{{leaderTransfer: {{request: \"{wish}\", outcome: Refused, message: main-x is not a member}}}}");
        var (code, _, error) = await asking;
        Assert.Equal(1, code);
        Assert.Contains("main-x is not a member", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_that_does_not_answer_is_waited_for_only_so_long()
    {
        var place = await cluster.CreateAsync();
        var (code, _, error) = await cluster.RunAsync(place, "move-leader main main-a --timeout 1");
        Assert.Equal(1, code);
        Assert.Contains("not done after 1 s", error, StringComparison.Ordinal);
        Assert.Equal(0, (await cluster.RunAsync(place, "move-leader main main-a --no-wait")).Code);
    }

    [Fact]
    public async Task A_recovery_is_not_asked_for_by_mistake()
    {
        var place = await cluster.CreateAsync();
        await cluster.WriteStatusAsync(EtcdKind.Cluster, place, "main", "{conditions: [{type: QuorumHealthy, status: \"False\", reason: QuorumLost, message: 1 of 3 voters}]}");
        var (code, _, error) = await cluster.RunAsync(place, "recover main");
        Assert.Equal(1, code);
        Assert.Contains("1 of 3 voters", error, StringComparison.Ordinal);
        Assert.Contains("--yes", error, StringComparison.Ordinal);
        Assert.Null((await ClusterAsync(place)).Metadata.Annotations);

        Assert.Equal(0, (await cluster.RunAsync(place, "recover main --survivor main-b --yes --no-wait")).Code);
        Assert.Equal("main-b", await WishAsync(place, "recover-quorum"));
    }

    private async Task<string> WishAsync(string place, string annotation)
    {
        var key = $"etcd.database.coreos.com/{annotation}";
        var found = await cluster.Cluster.EventuallyAsync(
            EtcdKind.Cluster, place, "main", now => now.Metadata.Annotations?.ContainsKey(key) == true, cancellationToken: TestContext.Current.CancellationToken);
        return found.Metadata.Annotations[key];
    }

    private Task<UntypedObject> ClusterAsync(string place) => cluster.Cluster.Observer.Resource(EtcdKind.Cluster).GetAsync(place, "main", TestContext.Current.CancellationToken);
}
