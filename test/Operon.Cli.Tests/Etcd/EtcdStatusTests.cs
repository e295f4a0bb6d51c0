using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Operon.Cli.Etcd;
using Operon.Testing;

namespace Operon.Cli.Tests.Etcd;

public sealed class EtcdStatusTests(EtcdCommandCluster cluster) : IClassFixture<EtcdCommandCluster>
{
    [Fact]
    public async Task A_cluster_shows_members_conditions_and_events()
    {
        var place = await cluster.CreateAsync(size: 2);
        await cluster.WriteHealthyAsync(place);
        await TellAsync(place, "Member Promoted", "Learner main-b is a voter now");

        var (code, output, error) = await cluster.RunAsync(place, "status main");
        Assert.True(code == 0, output + error);
        Assert.Contains($"{place}/main   Running, 2/2 ready, version 3.5.16", output, StringComparison.Ordinal);
        Assert.Matches("main-a +1a +Leader +yes +3\\.5\\.16 +20 KiB +9000 B +41 +57 +node-1", output);
        Assert.Matches("QuorumHealthy +True +QuorumHealthy +- +all well", output);
        Assert.Contains("Member Promoted: Learner main-b is a voter now", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_is_not_ready_ends_with_4_and_says_when_the_operator_has_not_looked()
    {
        var place = await cluster.CreateAsync();
        var (code, output, _) = await cluster.RunAsync(place, "status main");
        Assert.Equal(4, code);
        Assert.Contains("the operator has not looked at this spec yet", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_get_one_object()
    {
        var place = await cluster.CreateAsync(size: 2);
        await cluster.WriteHealthyAsync(place);
        var document = JsonNode.Parse((await cluster.RunAsync(place, "status main -o json")).Output)!;
        Assert.Equal("main-a", document["status"]!["memberStatuses"]![0]!["name"]!.ToString());
        Assert.False(document["isStale"]!.GetValue<bool>());
        Assert.Empty(document["events"]!.AsArray());
        Assert.Equal(2, JsonNode.Parse((await cluster.RunAsync(place, "members main -o json")).Output)!["members"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_list_shows_what_is_wrong_in_one_line()
    {
        var place = await cluster.CreateAsync();
        await cluster.WriteStatusAsync(
            EtcdKind.Cluster, place, "main", "{phase: Running, readiness: 0/3, observedGeneration: 1, conditions: [{type: Degraded, status: \"True\", reason: QuorumLost, message: 0 of 3}]}");
        var (code, output, _) = await cluster.RunAsync(place, "status");
        Assert.Equal(0, code);
        Assert.Matches($"{place} +main +0/3 +- +Running +- +QuorumLost: 0 of 3", output);
    }

    [Fact]
    public async Task A_mistyped_name_is_answered_with_those_there_are()
    {
        var place = await cluster.CreateAsync();
        var (code, _, error) = await cluster.RunAsync(place, "members mian");
        Assert.Equal(1, code);
        Assert.Contains($"there is no EtcdCluster mian in namespace {place}; there are: main", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_namespace_hints_at_the_others()
    {
        var place = await cluster.Cluster.CreateNamespaceAsync("empty", TestContext.Current.CancellationToken);
        Assert.Contains("--all-namespaces", (await cluster.RunAsync(place, "status main")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_live_view_shows_each_change_and_ends_with_the_cluster()
    {
        var place = await cluster.CreateAsync(size: 2);
        await cluster.WriteHealthyAsync(place);
        using var shown = new SharedWriter();
        var watching = cluster.RunAsync(place, "status main --watch", shown);
        await ShowsAsync("main-a .* Leader ");
        await cluster.WriteHealthyAsync(place, leader: "main-b");
        await ShowsAsync("main-b .* Leader ");
        await cluster.Cluster.Observer.Resource(EtcdKind.Cluster).DeleteAsync(place, "main", TestContext.Current.CancellationToken);
        var (code, output, _) = await watching.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(0, code);
        Assert.EndsWith($"was deleted{Environment.NewLine}", output, StringComparison.Ordinal);

        Task ShowsAsync(string pattern) =>
            cluster.Cluster.EventuallyAsync(() => Regex.IsMatch(shown.ToString(), pattern), cancellationToken: TestContext.Current.CancellationToken);
    }

    private async Task TellAsync(string place, string reason, string message) => await cluster.Cluster.ApplyAsync(
        $$"""
        apiVersion: v1
        kind: Event
        metadata: {name: main.1}
        involvedObject: {apiVersion: etcd.database.coreos.com/v1beta2, kind: EtcdCluster, name: main, namespace: {{place}}}
        type: Normal
        reason: {{reason}}
        message: {{message}}
        lastTimestamp: "2026-11-29T12:00:00Z"
        """,
        place,
        TestContext.Current.CancellationToken);
}
