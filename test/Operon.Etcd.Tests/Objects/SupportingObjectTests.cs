using System.Text.Json.Nodes;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Etcd.Tests.Planning;
using Xunit;

namespace Operon.Etcd.Tests.Objects;

public sealed class SupportingObjectTests
{
    [Theory]
    [InlineData(3, 3, 2)]
    [InlineData(5, 3, 3)]
    [InlineData(3, 5, 3)]
    [InlineData(7, 7, 4)]
    [InlineData(2, 1, 2)]
    public void The_budget_is_the_quorum_of_the_larger_of_what_is_and_what_shall_be(int size, int voters, int minAvailable)
    {
        var budget = Find("PodDisruptionBudget", $$"""{"size": {{size}}}""", Facts.Formed([.. Enumerable.Range(0, voters).Select(i => Facts.Voter($"c-{i}"))]));
        Assert.Equal(minAvailable, (int)budget.Wanted!["spec"]!["minAvailable"]!);
        Assert.Equal("voter", (string?)budget.Wanted["spec"]!["selector"]!["matchLabels"]!["etcd.database.coreos.com/role"]);
    }

    [Fact]
    public void A_learner_counts_for_no_budget() =>
        Assert.Equal(2, (int)Find("PodDisruptionBudget", """{"size": 3}""", Facts.Formed(Facts.Voter("c-a"), Facts.Voter("c-b"), Facts.Voter("c-c"), Facts.Learner("c-d"))).Wanted!["spec"]!["minAvailable"]!);

    [Theory]
    [InlineData("""{"size": 1}""")]
    [InlineData("""{"size": 3, "disruptionBudget": {"enabled": false}}""")]
    public void No_budget_blocks_what_can_never_be_spared_or_is_switched_off(string spec) =>
        Assert.Null(Find("PodDisruptionBudget", spec, Facts.Formed(Facts.Voter("c-a", isLeader: true))).Wanted);

    [Fact]
    public void The_client_Service_takes_its_options_and_stays_plain_without_them()
    {
        var plain = Find("Service", """{"size": 3}""", Facts.Three(), "example-client").Wanted!;
        Assert.Equal("ClusterIP", (string?)plain["spec"]!["type"]);
        var published = Find(
            "Service",
            """{"size": 3, "services": {"ipFamilyPolicy": "PreferDualStack", "client": {"type": "LoadBalancer", "annotations": {"a": "b"}, "labels": {"team": "x", "app": "y"}, "loadBalancerClass": "lb", "loadBalancerSourceRanges": ["192.0.2.0/24"], "externalTrafficPolicy": "Local"}}}""",
            Facts.Three(),
            "example-client").Wanted!;
        Assert.Equal(
            ("LoadBalancer", "lb", "192.0.2.0/24", "Local", "PreferDualStack"),
            ((string?)published["spec"]!["type"], (string?)published["spec"]!["loadBalancerClass"], (string?)published["spec"]!["loadBalancerSourceRanges"]![0],
                (string?)published["spec"]!["externalTrafficPolicy"], (string?)published["spec"]!["ipFamilyPolicy"]));
        Assert.Equal(("b", "x", "etcd"), ((string?)published["metadata"]!["annotations"]!["a"], (string?)published["metadata"]!["labels"]!["team"], (string?)published["metadata"]!["labels"]!["app"]));
    }

    [Fact]
    public void Each_member_has_a_Service_of_its_own_when_asked_for()
    {
        var all = All("""{"size": 3, "services": {"perMember": {"type": "NodePort"}}}""", Facts.Three());
        var service = Assert.Single(all, one => one.Name == "c-b").Wanted!;
        Assert.Equal("c-b", (string?)service["spec"]!["selector"]!["etcd_node"]);
        Assert.Equal("NodePort", (string?)service["spec"]!["type"]);
        Assert.DoesNotContain(All("""{"size": 3}""", Facts.Three()), one => one.Name == "c-b");
    }

    [Fact]
    public void The_network_policy_opens_to_peers_the_operator_and_clients_and_no_further()
    {
        var rules = Find(
            "NetworkPolicy",
            """{"size": 3, "networkPolicy": {"enabled": true, "clientFrom": [{"podSelector": {"matchLabels": {"role": "client"}}}]}}""",
            Facts.Three()).Wanted!["spec"]!["ingress"]!.AsArray();
        Assert.Equal(3, rules.Count);
        Assert.Equal([2380, 2379], Ports(rules[0]!));
        Assert.Equal("example", (string?)rules[0]!["from"]![0]!["podSelector"]!["matchLabels"]!["etcd_cluster"]);
        Assert.Equal("operators", (string?)rules[1]!["from"]![0]!["namespaceSelector"]!["matchLabels"]!["kubernetes.io/metadata.name"]);
        Assert.Equal([2379], Ports(rules[2]!));
        Assert.Equal("client", (string?)rules[2]!["from"]![0]!["podSelector"]!["matchLabels"]!["role"]);
        Assert.Null(Find("NetworkPolicy", """{"size": 3, "networkPolicy": {"enabled": false}}""", Facts.Three()).Wanted);
    }

    [Fact]
    public void Certificates_are_asked_of_the_issuer_of_their_surface_before_the_cluster_is_formed()
    {
        var all = All(
            """{"size": 3, "TLS": {"certManager": {"peerIssuerRef": {"name": "peers"}, "clientIssuerRef": {"name": "clients", "kind": "ClusterIssuer"}, "duration": "720h"}}}""",
            new EtcdObserved { Now = Facts.Now });
        Assert.Equal(["example-peer-tls", "example-server-tls", "example-client-tls"], all.Select(one => one.Name));
        Assert.Equal(["peers", "clients", "clients"], all.Select(one => (string?)one.Wanted!["spec"]!["issuerRef"]!["name"]));
        Assert.Equal(["Issuer", "ClusterIssuer", "ClusterIssuer"], all.Select(one => (string?)one.Wanted!["spec"]!["issuerRef"]!["kind"]));
        Assert.Contains("*.example.apps.svc", all[0].Wanted!["spec"]!["dnsNames"]!.AsArray().Select(name => (string?)name));
        Assert.Equal("720h", (string?)all[1].Wanted!["spec"]!["duration"]);
        Assert.Null(all[2].Wanted!["spec"]!["dnsNames"]);
    }

    [Fact]
    public void Certificates_of_cert_manager_are_mounted_under_the_names_the_flags_point_to()
    {
        var cluster = Clusters.Example("""{"size": 3, "TLS": {"certManager": {"peerIssuerRef": {"name": "peers"}}}}""");
        var pod = MemberPod.Build(
            new ClusterLayout(cluster), new MemberPlacement { Name = "m", Version = new(3, 5, 33), IsSeed = true, InitialCluster = [] }, PodParts.Read(null));
        var source = Assert.Single(pod.Spec.Volumes, volume => volume.Name == "member-peer-tls").Secret;
        Assert.Equal(("example-peer-tls", "tls.crt>peer.crt tls.key>peer.key ca.crt>peer-ca.crt"), (source.SecretName, string.Join(' ', source.Items.Select(item => $"{item.Key}>{item.Path}"))));
        Assert.Contains("--listen-client-urls=http://0.0.0.0:2379", pod.Spec.Containers[0].Args);
    }

    [Fact]
    public void What_the_server_adds_is_no_difference_and_what_it_changed_is()
    {
        var wanted = JsonNode.Parse("""{"spec": {"ports": [{"port": 1}], "type": "ClusterIP"}}""");
        Assert.True(SupportingObjects.Holds(wanted, JsonNode.Parse("""{"spec": {"ports": [{"port": 1, "nodePort": 7}], "type": "ClusterIP", "clusterIP": "x"}, "status": {}}""")));
        Assert.False(SupportingObjects.Holds(wanted, JsonNode.Parse("""{"spec": {"ports": [{"port": 2}], "type": "ClusterIP"}}""")));
        Assert.False(SupportingObjects.Holds(wanted, JsonNode.Parse("""{"spec": {"ports": [{"port": 1}, {"port": 2}], "type": "ClusterIP"}}""")));
    }

    [Fact]
    public void Objects_come_before_membership_and_what_is_refused_holds_nothing_up()
    {
        var observed = Facts.Formed(Facts.Voter("c-a", isLeader: true));
        var budget = Find("PodDisruptionBudget", """{"size": 3}""", observed);
        var pending = observed with { Support = SupportFacts.None with { Pending = [budget] } };
        Assert.Equal(budget, Assert.IsType<ApplyObject>(EtcdPlanner.NextAction(Facts.Desired(), pending)).Target);
        var refused = observed with { Support = SupportFacts.None with { Refused = new Dictionary<string, string> { [budget.Title] = "forbidden" } } };
        Assert.IsType<AddMember>(EtcdPlanner.NextAction(Facts.Desired(), refused));
        var unlabelled = pending with { Support = pending.Support! with { Unlabelled = new Dictionary<string, string> { ["c-a"] = "voter" } } };
        Assert.IsType<LabelPods>(EtcdPlanner.NextAction(Facts.Desired(), unlabelled));
    }

    [Fact]
    public void A_pod_that_runs_as_nobody_meets_the_restricted_standard()
    {
        var cluster = Clusters.Example("""{"size": 3, "TLS": {"auto": {}}, "pod": {"securityContext": {"runAsNonRoot": true, "runAsUser": 65532, "fsGroup": 65532}}}""");
        var pod = MemberPod.Build(
            new ClusterLayout(cluster), new MemberPlacement { Name = "m", Version = new(3, 5, 33), IsSeed = true, InitialCluster = [] }, PodParts.Read(cluster.Spec.Pod));
        Assert.Equal((true, "RuntimeDefault"), (pod.Spec.SecurityContext.RunAsNonRoot, pod.Spec.SecurityContext.SeccompProfile.Type));
        Assert.All(pod.Spec.Containers, container =>
        {
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.Null(container.SecurityContext.Privileged);
        });
        Assert.All(pod.Spec.Volumes, volume => Assert.True(volume.EmptyDir is not null || volume.Secret is not null || volume.PersistentVolumeClaim is not null));
        Assert.True(pod.Spec.HostNetwork is null or false);
        Assert.False(pod.Spec.AutomountServiceAccountToken);
    }

    private static int[] Ports(JsonNode rule) => [.. rule["ports"]!.AsArray().Select(port => (int)port!["port"]!)];

    private static SupportingObject Find(string kind, string spec, EtcdObserved observed, string? name = null) =>
        Assert.Single(All(spec, observed), one => one.Type.Kind == kind && (name is null || one.Name == name));

    private static IReadOnlyList<SupportingObject> All(string spec, EtcdObserved observed) =>
        SupportingObjects.Of(new ClusterLayout(Clusters.Example(spec)), observed, "operators");
}
