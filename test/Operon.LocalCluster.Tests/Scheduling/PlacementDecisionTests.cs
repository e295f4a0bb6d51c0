using k8s.Models;
using Operon.LocalCluster.Scheduling;

namespace Operon.LocalCluster.Tests.Scheduling;

public sealed class PlacementDecisionTests
{
    [Fact]
    public void Required_anti_affinity_takes_the_only_free_node()
    {
        var cluster = Given.Cluster(Given.Nodes(3), (Given.Pod("a"), "n1"), (Given.Pod("b"), "n3"));

        Assert.Equal("n2", PlacementDecision.Decide(Given.Pod("c", with: Given.Apart), cluster).Node);
    }

    [Fact]
    public void A_fourth_member_on_three_nodes_is_told_why_it_waits()
    {
        var cluster = Given.Cluster(Given.Nodes(3), (Given.Pod("a"), "n1"), (Given.Pod("b"), "n2"), (Given.Pod("c"), "n3"));

        var placement = PlacementDecision.Decide(Given.Pod("d", with: Given.Apart), cluster);

        Assert.Null(placement.Node);
        Assert.Equal("0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules.", placement.Message);
    }

    [Fact]
    public void Placed_pods_keep_others_away_by_their_own_anti_affinity()
    {
        var cluster = Given.Cluster(Given.Nodes(1), (Given.Pod("a", "other", Given.Apart), "n1"));

        Assert.Equal(
            "0/1 nodes are available: 1 node(s) didn't satisfy existing pods anti-affinity rules.",
            PlacementDecision.Decide(Given.Pod("b"), cluster).Message);
    }

    [Fact]
    public void Finished_pods_do_not_count()
    {
        var finished = Given.Pod("a");
        finished.Status.Phase = "Succeeded";

        Assert.Equal("n1", PlacementDecision.Decide(Given.Pod("b", with: Given.Apart), Given.Cluster(Given.Nodes(1), (finished, "n1"))).Node);
    }

    [Fact]
    public void Reasons_are_counted_per_node()
    {
        var nodes = Given.Nodes(3, cpu: "1");
        nodes[0].Spec.Unschedulable = true;
        nodes[1].Spec.Taints = [new V1Taint { Key = "dedicated", Value = "db", Effect = "NoSchedule" }];
        var pod = Given.Pod("a", with: s => s.Containers[0].Resources = new V1ResourceRequirements { Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("2") } });

        Assert.Equal(
            "0/3 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint {dedicated: db}, 1 node(s) were unschedulable.",
            PlacementDecision.Decide(pod, Given.Cluster(nodes)).Message);
    }

    [Fact]
    public void A_toleration_opens_a_tainted_node()
    {
        var nodes = Given.Nodes(1);
        nodes[0].Spec.Taints = [new V1Taint { Key = "dedicated", Value = "db", Effect = "NoSchedule" }];
        var pod = Given.Pod("a", with: s => s.Tolerations = [new V1Toleration { Key = "dedicated", OperatorProperty = "Exists" }]);

        Assert.Equal("n1", PlacementDecision.Decide(pod, Given.Cluster(nodes)).Node);
    }

    [Fact]
    public void Siblings_spread_over_the_nodes_without_being_told()
    {
        var cluster = Given.Cluster(Given.Nodes(3), (Given.Pod("a"), "n1"), (Given.Pod("b"), "n2"));

        Assert.Equal("n3", PlacementDecision.Decide(Given.Pod("c"), cluster).Node);
    }

    [Fact]
    public void A_selector_and_a_preferred_affinity_are_both_followed()
    {
        var pod = Given.Pod("a", with: s =>
        {
            s.NodeSelector = new Dictionary<string, string> { ["zone"] = "odd" };
            s.Affinity = new V1Affinity
            {
                NodeAffinity = new V1NodeAffinity
                {
                    PreferredDuringSchedulingIgnoredDuringExecution =
                    [
                        new V1PreferredSchedulingTerm
                        {
                            Weight = 100,
                            Preference = new V1NodeSelectorTerm
                            {
                                MatchExpressions = [new V1NodeSelectorRequirement { Key = "kubernetes.io/hostname", OperatorProperty = "In", Values = ["n2", "n3"] }],
                            },
                        },
                    ],
                },
            };
        });

        Assert.Equal("n3", PlacementDecision.Decide(pod, Given.Cluster(Given.Nodes(4))).Node);
    }

    [Fact]
    public void A_pod_returns_to_the_node_of_its_volume()
    {
        var claim = new V1PersistentVolumeClaim
        {
            Metadata = new V1ObjectMeta { Name = "data" },
            Spec = new V1PersistentVolumeClaimSpec { VolumeName = "pv", StorageClassName = "standard" },
            Status = new V1PersistentVolumeClaimStatus { Phase = "Bound" },
        };
        var volume = new V1PersistentVolume
        {
            Metadata = new V1ObjectMeta { Name = "pv" },
            Spec = new V1PersistentVolumeSpec
            {
                NodeAffinity = new V1VolumeNodeAffinity
                {
                    Required = new V1NodeSelector
                    {
                        NodeSelectorTerms = [new V1NodeSelectorTerm { MatchExpressions = [new V1NodeSelectorRequirement { Key = "kubernetes.io/hostname", OperatorProperty = "In", Values = ["n2"] }] }],
                    },
                },
            },
        };
        var pod = Given.Pod("a", with: UsesData);

        Assert.Equal("n2", PlacementDecision.Decide(pod, Given.Cluster(Given.Nodes(3), [], [claim], [volume])).Node);
    }

    [Fact]
    public void A_missing_claim_is_named()
    {
        Assert.Equal(
            "0/2 nodes are available: persistentvolumeclaim \"data\" not found.",
            PlacementDecision.Decide(Given.Pod("a", with: UsesData), Given.Cluster(Given.Nodes(2))).Message);
    }

    [Fact]
    public void Topology_spread_refuses_a_skew_that_is_too_wide()
    {
        var nodes = Given.Nodes(2);
        nodes[1].Spec.Unschedulable = true;
        var pod = Given.Pod("c", with: s => s.TopologySpreadConstraints =
        [
            new V1TopologySpreadConstraint
            {
                MaxSkew = 1,
                TopologyKey = "zone",
                WhenUnsatisfiable = "DoNotSchedule",
                LabelSelector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "etcd" } },
            },
        ]);

        Assert.Equal(
            "0/2 nodes are available: 1 node(s) didn't match pod topology spread constraints, 1 node(s) were unschedulable.",
            PlacementDecision.Decide(pod, Given.Cluster(nodes, (Given.Pod("a"), "n1"))).Message);
    }

    private static void UsesData(V1PodSpec spec) => spec.Volumes =
        [new V1Volume { Name = "data", PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = "data" } }];
}
