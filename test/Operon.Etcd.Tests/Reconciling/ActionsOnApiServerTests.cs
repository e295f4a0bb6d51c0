using System.Text.Json;
using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Etcd.Api;
using Operon.Etcd.Membership;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Etcd.Reconciling;
using Operon.Etcd.Tests.Planning;
using Operon.Kubernetes;
using Operon.Testing;
using Xunit;

namespace Operon.Etcd.Tests.Reconciling;

/// <summary>Actions on Kubernetes' objects against a real API server, and what is read of nodes with and without the right to.</summary>
public sealed class ActionsOnApiServerTests : IAsyncLifetime
{
    private const string Name = "example-a";
    private TestCluster _cluster = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartAsync(new() { AlwaysInProcess = true, Users = [new TestUser("nobody")] }, Cancel);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_pod_gets_the_labels_and_annotations_of_the_spec_and_loses_those_that_were_taken_out_of_it()
    {
        var before = Snapshot("""{"size": 1, "version": "3.5.33", "pod": {"labels": {"team": "blue", "tier": "db"}, "annotations": {"note": "x"}}}""");
        await CreatePodAsync(before);
        var foreign = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["mesh"] = "on" } } };
        await _cluster.Client.Resource(EtcdKinds.Pod).PatchAsync("default", Name, Patch.Merge(foreign), Cancel);

        var after = await SeenAsync(Snapshot("""{"size": 1, "version": "3.5.33", "pod": {"labels": {"team": "red"}}}"""));
        Assert.False(after.Observed.Pod(Name)!.Applied!.HasMetadata);
        Assert.Null(await ExecuteAsync(after, new PatchPod(Name, "")));

        var pod = await PodAsync();
        Assert.Equal(("red", "on"), (pod.Metadata.Labels["team"], pod.Metadata.Labels["mesh"]));
        Assert.DoesNotContain("tier", pod.Metadata.Labels);
        Assert.DoesNotContain("note", pod.Metadata.Annotations);
        Assert.True((await SeenAsync(after)).Observed.Pod(Name)!.Applied!.HasMetadata);
    }

    [Fact]
    public async Task A_version_is_changed_in_place_or_only_written_down()
    {
        var snapshot = Snapshot("""{"size": 1, "version": "3.5.33"}""");
        await CreatePodAsync(snapshot);
        var (from, to) = (new EtcdVersion(3, 5, 33), new EtcdVersion(3, 6, 14));
        Assert.Null(await ExecuteAsync(await SeenAsync(snapshot), new UpgradePod(Name, from, to, "", IsInPlace: false)));
        var told = (await SeenAsync(snapshot)).Observed.Pod(Name)!;
        Assert.True(MemberPods.IsAhead(told));
        Assert.Equal("quay.io/coreos/etcd:v3.5.33", (await PodAsync()).Spec.Containers[0].Image);

        Assert.Null(await ExecuteAsync(await SeenAsync(snapshot), new UpgradePod(Name, from, to, "")));
        Assert.False(MemberPods.IsAhead((await SeenAsync(snapshot)).Observed.Pod(Name)!));
        Assert.Equal("quay.io/coreos/etcd:v3.6.14", (await PodAsync()).Spec.Containers[0].Image);
    }

    [Fact]
    public async Task U2_a_pod_with_another_image_is_to_restart_until_the_kubelet_runs_another_container()
    {
        var snapshot = Snapshot("""{"size": 1, "version": "3.5.33"}""");
        await CreatePodAsync(snapshot);
        await ReportContainerAsync("containerd://first");
        var (from, to) = (new EtcdVersion(3, 5, 33), new EtcdVersion(3, 5, 34));

        Assert.Null(await ExecuteAsync(await SeenAsync(snapshot), new UpgradePod(Name, from, from, "the image stays")));
        Assert.False((await SeenAsync(snapshot)).Observed.Pod(Name)!.IsToRestart);
        Assert.Null(await ExecuteAsync(await SeenAsync(snapshot), new UpgradePod(Name, from, to, "")));
        Assert.True((await SeenAsync(snapshot)).Observed.Pod(Name)!.IsToRestart);
        await ReportContainerAsync("containerd://second");
        Assert.False((await SeenAsync(snapshot)).Observed.Pod(Name)!.IsToRestart);
    }

    [Fact]
    public async Task A_pod_that_has_changed_since_the_decision_is_not_ended()
    {
        var snapshot = Snapshot("""{"size": 1, "version": "3.5.33"}""");
        await CreatePodAsync(snapshot);
        var seen = await SeenAsync(snapshot);
        await _cluster.Client.Resource(EtcdKinds.Pod).PatchAsync(
            "default", Name, Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["x"] = "y" } } }), Cancel);
        Assert.Contains("changed", await ExecuteAsync(seen, new RecreatePod(Name, "")), StringComparison.Ordinal);
        Assert.Contains("changed", await ExecuteAsync(seen, new StopPod(Name, "")), StringComparison.Ordinal);
        Assert.Null((await PodAsync()).Metadata.DeletionTimestamp);
    }

    [Fact]
    public async Task A_claim_that_may_not_grow_is_remembered_with_the_reason()
    {
        var small = Snapshot(Claim("1Gi"));
        await _cluster.CreateAsync(ResourceKinds.PersistentVolumeClaim, MemberClaim.Build(small.Layout, Name, small.Parts.Claim!), Cancel);
        var snapshot = Snapshot(Claim("2Gi"));
        Assert.NotNull(await ExecuteAsync(snapshot, new GrowClaim(Name, 1, 2)));
        Assert.Contains("bound", snapshot.Growth.RefusalOf(Name), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_is_let_go_and_taken_back_and_stays_known_as_the_clusters()
    {
        var snapshot = Snapshot(Claim("1Gi"));
        await _cluster.CreateAsync(ResourceKinds.PersistentVolumeClaim, MemberClaim.Build(snapshot.Layout, Name, snapshot.Parts.Claim!), Cancel);

        Assert.Null(await ExecuteAsync(snapshot, new SetClaimRetention(Name, IsRetained: true)));
        var kept = await _cluster.Client.Resource(EtcdKinds.Claim).GetAsync("default", Name, Cancel);
        Assert.Empty(kept.Metadata.OwnerReferences ?? []);
        Assert.True(snapshot.Layout.OwnsClaim(kept.Metadata));
        Assert.False(new ClusterLayout(Tests.Objects.Clusters.Example() with { Metadata = new V1ObjectMeta { Name = "example", Uid = "other" } }).OwnsClaim(kept.Metadata));

        Assert.Null(await ExecuteAsync(snapshot, new SetClaimRetention(Name, IsRetained: false)));
        Assert.True(snapshot.Layout.Owns((await _cluster.Client.Resource(EtcdKinds.Claim).GetAsync("default", Name, Cancel)).Metadata));
    }

    [Fact]
    public async Task Nodes_tell_zones_and_losses_and_without_the_right_to_read_them_nothing_is_known()
    {
        await _cluster.CreateAsync(ResourceKinds.Node, new V1Node { Metadata = new V1ObjectMeta { Name = "n1", Labels = new Dictionary<string, string> { ["topology.kubernetes.io/zone"] = "east" } } }, Cancel);
        var observed = Facts.Formed(Facts.Voter("c-a", isLeader: true), Facts.Voter("c-b"))
            .WithPod(Facts.Pod("c-a") with { Node = "n1" }).WithPod(Facts.Pod("c-b") with { Node = "gone" });
        var context = new FactContext
        {
            Layout = new ClusterLayout(Tests.Objects.Clusters.Example()),
            Memory = new ClusterMemory("0b7e", new MemberDialer(null)),
            Pods = [],
            Connections = new Dictionary<string, IMemberConnection>(),
        };
        var seen = await new NodeReader(_cluster.Client, TimeProvider.System).ReadAsync(context, observed, Cancel);
        Assert.Equal(("east", false), (seen.Pod("c-a")!.Zone, seen.Pod("c-a")!.IsNodeLost));
        Assert.True(seen.Pod("c-b")!.IsNodeLost);

        var blind = await new NodeReader(_cluster.ClientFor("nobody"), TimeProvider.System).ReadAsync(context, observed, Cancel);
        Assert.All(blind.Pods, pod => Assert.Equal((null, null), (pod.Zone, pod.IsNodeLost)));
    }

    private static string Claim(string size) =>
        """{"size": 1, "pod": {"persistentVolumeClaimSpec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "SIZE"}}}}}""".Replace("SIZE", size, StringComparison.Ordinal);

    private static ClusterSnapshot Snapshot(string spec)
    {
        var cluster = Tests.Objects.Clusters.Example(spec);
        cluster.Metadata.NamespaceProperty = "default";
        var layout = new ClusterLayout(cluster);
        return new ClusterSnapshot
        {
            Layout = layout,
            Desired = Facts.Desired(),
            Observed = Facts.Three(),
            Parts = PodParts.Read(cluster.Spec.Pod),
            Connections = new Dictionary<string, IMemberConnection>(),
        };
    }

    private Task<string?> ExecuteAsync(ClusterSnapshot snapshot, EtcdAction action)
    {
        IActionExecutor[] executors =
        [
            new PatchPodExecutor(_cluster.Client), new UpgradePodExecutor(_cluster.Client), new GrowClaimExecutor(_cluster.Client), new SetClaimRetentionExecutor(_cluster.Client),
            new RecreatePodExecutor(new OwnedObjects(_cluster.Client)), new StopPodExecutor(new OwnedObjects(_cluster.Client)),
        ];
        return executors.Single(executor => executor.Action == action.GetType()).ExecuteAsync(snapshot, action, Cancel);
    }

    // The snapshot with the pod as it is now.
    private async Task<ClusterSnapshot> SeenAsync(ClusterSnapshot snapshot)
    {
        var pod = await _cluster.Client.Resource(EtcdKinds.Pod).GetAsync("default", Name, Cancel);
        var facts = PodReading.Facts(snapshot.Layout, pod, new EtcdVersion(3, 5, 33), new HashSet<string>());
        return snapshot with { PodMetadata = [pod.Metadata], Observed = snapshot.Observed with { Pods = [facts] } };
    }

    private async Task ReportContainerAsync(string id)
    {
        var pod = await PodAsync();
        pod.Status = new V1PodStatus
        {
            Phase = "Running",
            ContainerStatuses = [new V1ContainerStatus { Name = MemberPod.ContainerName, ContainerID = id, Image = "etcd", ImageID = "", Ready = true, RestartCount = 0 }],
        };
        await _cluster.Client.Resource(ResourceKinds.Pod).UpdateAsync(pod, Cancel, subresource: "status");
    }

    private Task<V1Pod> PodAsync() => _cluster.Client.Resource(ResourceKinds.Pod).GetAsync("default", Name, Cancel);

    private async Task CreatePodAsync(ClusterSnapshot snapshot)
    {
        var account = new V1ServiceAccount { Metadata = new V1ObjectMeta { Name = "default", NamespaceProperty = "default" } };
        await _cluster.CreateAsync(ResourceKinds.ServiceAccount, account, Cancel);
        var placement = new MemberPlacement { Name = Name, Version = new EtcdVersion(3, 5, 33), InitialCluster = [] };
        await _cluster.CreateAsync(ResourceKinds.Pod, MemberPod.Build(snapshot.Layout, placement, snapshot.Parts), Cancel);
    }
}
