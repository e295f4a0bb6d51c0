using k8s.Models;
using Operon.Kubernetes;
using Xunit;
using static Operon.Testing.Tests.Samples;

namespace Operon.Testing.Tests.Requests;

public sealed class RequestJournalTests
{
    [Fact]
    public async Task The_journal_tells_who_did_what_to_which_object_and_what_came_of_it()
    {
        await using var cluster = await StartAsync(new() { Users = [new TestUser("op", new V1PolicyRule { ApiGroups = [""], Resources = ["configmaps"], Verbs = ["create"] })] });
        var maps = cluster.ClientFor("op").Resource(ResourceKinds.ConfigMap);
        await maps.CreateAsync(new V1ConfigMap { Metadata = new V1ObjectMeta { GenerateName = "gen-", NamespaceProperty = "default" } }, Cancel);
        await Assert.ThrowsAsync<KubernetesApiException>(() => maps.DeleteAsync("default", "x", Cancel));

        var requests = cluster.Requests.All.Where(request => request.User == "op").ToList();

        Assert.Equal([Verb.Create, Verb.Delete], requests.Select(request => request.Verb));
        Assert.StartsWith("gen-", requests[0].Name, StringComparison.Ordinal);
        Assert.Equal([201, 403], requests.Select(request => request.Code));
        Assert.Equal("default/x", requests[1].Key.ToString());
        Assert.Equal(["create", "delete"], cluster.Requests.UsedRules("op")[0].Verbs);
    }

    [Fact]
    public async Task The_tests_own_requests_are_left_out()
    {
        await using var cluster = await StartAsync();

        await cluster.CreateAsync(ResourceKinds.ConfigMap, ConfigMap("a"), Cancel);

        Assert.Empty(cluster.Requests.All);
    }

    [Fact]
    public async Task A_budget_that_is_exceeded_lists_the_requests()
    {
        await using var cluster = await StartAsync();
        var window = cluster.Requests.Start();
        await cluster.Client.Resource(ResourceKinds.ConfigMap).CreateAsync(ConfigMap("a"), Cancel);
        await ReadMapsAsync(cluster);

        window.Verify(new RequestBudget { Writes = 1, Reads = 1 });
        var error = Assert.Throws<TestClusterException>(() => window.Verify(RequestBudget.NoWrites));

        Assert.Contains("Create configmaps default/a", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_window_counts_from_its_start_and_dry_runs_are_no_writes()
    {
        await using var cluster = await StartAsync();
        var maps = cluster.Client.Resource(ResourceKinds.ConfigMap);
        await maps.CreateAsync(ConfigMap("a"), Cancel);

        var window = cluster.Requests.Start();
        await maps.CreateAsync(ConfigMap("b"), Cancel, new WriteOptions { DryRun = true });

        Assert.Single(window.Requests);
        window.Verify(RequestBudget.NoWrites);
    }
}
