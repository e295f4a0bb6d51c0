using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Etcd.Membership;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Etcd.Reconciling;
using Operon.Etcd.Tests.Planning;
using Operon.Kubernetes;
using Operon.Testing;
using Xunit;

namespace Operon.Etcd.Tests.Reconciling;

/// <summary>The objects around a cluster, written to a real API server.</summary>
public sealed class SupportOnApiServerTests : IAsyncLifetime
{
    private const string Three = """{"size": 3}""";
    private readonly ClusterMemory _memory = new("0b7e", new MemberDialer(null));
    private TestCluster _cluster = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(new() { AlwaysInProcess = true, Users = [new TestUser("nobody")] }, Cancel);
        await _cluster.Client.Resource(ResourceKinds.Namespace).CreateAsync(new V1Namespace { Metadata = new() { Name = "apps" } }, Cancel);
    }

    public ValueTask DisposeAsync()
    {
        _memory.Dispose();
        return _cluster.DisposeAsync();
    }

    [Fact]
    public async Task A_budget_is_written_follows_the_size_and_goes_when_it_is_switched_off()
    {
        await SettleAsync(Three);
        Assert.Equal("2", (await BudgetAsync())!.Spec.MinAvailable.Value);
        await SettleAsync("""{"size": 5}""");
        Assert.Equal("3", (await BudgetAsync())!.Spec.MinAvailable.Value);
        await SettleAsync("""{"size": 5, "disruptionBudget": {"enabled": false}}""");
        Assert.Null(await BudgetAsync());
    }

    [Fact]
    public async Task What_somebody_changed_is_put_right_and_what_others_added_stays()
    {
        await SettleAsync(Three);
        var kind = ResourceKinds.PodDisruptionBudget;
        await _cluster.Client.Resource(kind).PatchAsync(
            "apps", "example", Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["mine"] = "x" } }, ["spec"] = new JsonObject { ["minAvailable"] = 0 } }), Cancel);
        using var later = new ClusterMemory("0b7e", new MemberDialer(null));
        await SettleAsync(Three, later);
        var budget = (await BudgetAsync())!;
        Assert.Equal(("2", "x"), (budget.Spec.MinAvailable.Value, budget.Metadata.Labels["mine"]));
    }

    [Fact]
    public async Task Options_that_leave_the_spec_leave_the_Service()
    {
        await SettleAsync("""{"size": 3, "services": {"client": {"type": "NodePort", "annotations": {"a": "b"}}}}""");
        var service = await _cluster.Client.Resource(ResourceKinds.Service).GetAsync("apps", "example-client", Cancel);
        Assert.Equal(("NodePort", "b"), (service.Spec.Type, service.Metadata.Annotations["a"]));
        await SettleAsync(Three);
        service = await _cluster.Client.Resource(ResourceKinds.Service).GetAsync("apps", "example-client", Cancel);
        Assert.Equal("ClusterIP", service.Spec.Type);
        Assert.DoesNotContain("a", service.Metadata.Annotations);
    }

    [Fact]
    public async Task Somebody_elses_object_is_never_taken_over_and_holds_nothing_up()
    {
        await _cluster.Client.Resource(ResourceKinds.PodDisruptionBudget).CreateAsync(
            new V1PodDisruptionBudget { Metadata = new() { Name = "example", NamespaceProperty = "apps" }, Spec = new() { MinAvailable = 1 } }, Cancel);
        var support = await SettleAsync(Three);
        Assert.Contains("does not belong to this cluster", support.Refused["PodDisruptionBudget example"], StringComparison.Ordinal);
        Assert.Equal("1", (await BudgetAsync())!.Spec.MinAvailable.Value);
        await SettleAsync("""{"size": 3, "disruptionBudget": {"enabled": false}}""");
        Assert.NotNull(await BudgetAsync());
    }

    [Fact]
    public async Task A_missing_right_is_told_once_and_remembered()
    {
        var blind = _cluster.ClientFor("nobody");
        var seen = await SeenAsync(Three, _memory, blind);
        var budget = seen.Observed.Support!.Pending.First(one => one.Type.Kind == "PodDisruptionBudget");
        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => ExecuteAsync(seen, new ApplyObject(budget), blind));
        Assert.True(error.IsForbidden);
        var after = (await SeenAsync(Three, _memory, blind)).Observed.Support!;
        Assert.Contains("forbidden", after.Refused[budget.Title], StringComparison.Ordinal);
        Assert.DoesNotContain(budget, after.Pending);
    }

    [Fact]
    public async Task A_kind_that_is_not_installed_is_tried_again_later()
    {
        const string Spec = """{"size": 3, "TLS": {"certManager": {"peerIssuerRef": {"name": "x"}}}}""";
        var support = await SettleAsync(Spec);
        Assert.Contains("Certificate example-peer-tls", support.Refused.Keys);
        Assert.Equal("2", (await BudgetAsync())!.Spec.MinAvailable.Value);
    }

    private async Task<SupportFacts> SettleAsync(string spec, ClusterMemory? memory = null)
    {
        for (var step = 0; step < 20; step++)
        {
            var seen = await SeenAsync(spec, memory ?? _memory, _cluster.Client);
            if (seen.Observed.Support!.Pending is not [var first, ..])
            {
                return seen.Observed.Support;
            }

            await ExecuteAsync(seen, new ApplyObject(first), _cluster.Client);
        }

        throw new InvalidOperationException("the objects never are as wanted");
    }

    private static Task<string?> ExecuteAsync(ClusterSnapshot snapshot, EtcdAction action, IKubernetesClient client) =>
        ((IActionExecutor)new ApplyObjectExecutor(client, TimeProvider.System)).ExecuteAsync(snapshot, action, Cancel);

    private static async Task<ClusterSnapshot> SeenAsync(string spec, ClusterMemory memory, IKubernetesClient client)
    {
        var layout = new ClusterLayout(Tests.Objects.Clusters.Example(spec));
        var context = new FactContext { Layout = layout, Memory = memory, Pods = [], Connections = new Dictionary<string, IMemberConnection>() };
        return new ClusterSnapshot
        {
            Layout = layout,
            Support = memory.Support,
            Desired = Facts.Desired(),
            Parts = new PodParts(),
            Connections = context.Connections,
            Observed = await new SupportReader(client, "operators", TimeProvider.System).ReadAsync(context, Facts.Three(), Cancel),
        };
    }

    private Task<V1PodDisruptionBudget?> BudgetAsync() => _cluster.Client.Resource(ResourceKinds.PodDisruptionBudget).FindAsync("apps", "example", Cancel);
}
