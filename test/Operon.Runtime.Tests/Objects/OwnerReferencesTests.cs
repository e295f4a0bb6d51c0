using k8s.Models;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class OwnerReferencesTests
{
    private readonly V1ReplicaSet _owner = new() { Metadata = new V1ObjectMeta { Name = "rs", NamespaceProperty = "ns", Uid = "u" } };

    [Fact]
    public void The_controller_is_set_once()
    {
        var pod = Make.Pod("p");
        OwnerReferences.SetController(_owner, pod, ResourceKinds.ReplicaSet.Type);
        OwnerReferences.SetController(_owner, pod, ResourceKinds.ReplicaSet.Type);
        var reference = Assert.Single(pod.Metadata.OwnerReferences);
        Assert.Equal(("apps/v1", "ReplicaSet", "rs", "u", true, true), (reference.ApiVersion, reference.Kind, reference.Name, reference.Uid, reference.Controller, reference.BlockOwnerDeletion));
        Assert.True(OwnerReferences.IsControlledBy(pod, _owner));
    }

    [Fact]
    public void A_second_controller_and_a_foreign_namespace_are_refused()
    {
        var pod = Make.Pod("p", new V1OwnerReference { Uid = "other", Controller = true, Kind = "Job", Name = "j" });
        Assert.Contains("Job j", Assert.ThrowsAny<InvalidOperationException>(() => OwnerReferences.SetController(_owner, pod, ResourceKinds.ReplicaSet.Type)).Message, StringComparison.Ordinal);
        pod = Make.Pod("p");
        pod.Metadata.NamespaceProperty = "elsewhere";
        Assert.Throws<InvalidOperationException>(() => OwnerReferences.SetController(_owner, pod, ResourceKinds.ReplicaSet.Type));
    }

    [Fact]
    public void A_condition_keeps_its_time_while_its_status_does()
    {
        var now = new DateTimeOffset(2026, 1, 31, 0, 0, 0, TimeSpan.Zero);
        var conditions = Conditions.Set(null, new V1Condition { Type = "Ready", Status = "False", Reason = "A" }, now);
        conditions = Conditions.Set(conditions, new V1Condition { Type = "Ready", Status = "False", Reason = "B" }, now.AddHours(1));
        Assert.Equal(("B", now.UtcDateTime), (conditions[0].Reason, conditions[0].LastTransitionTime));
        conditions = Conditions.Set(conditions, new V1Condition { Type = "Ready", Status = "True" }, now.AddHours(2));
        Assert.Equal(now.UtcDateTime.AddHours(2), Assert.Single(conditions).LastTransitionTime);
        Assert.True(Conditions.IsTrue(conditions, "Ready"));
    }

    [Fact]
    public void An_owner_beside_the_controller_is_set_found_and_removed()
    {
        var pod = Make.Pod("p");
        var other = new V1ReplicaSet { Metadata = new V1ObjectMeta { Name = "other", NamespaceProperty = "ns", Uid = "v" } };
        OwnerReferences.SetController(_owner, pod, ResourceKinds.ReplicaSet.Type, blockOwnerDeletion: false);
        OwnerReferences.SetOwner(other, pod, ResourceKinds.ReplicaSet.Type);
        Assert.Equal([("u", true, null), ("v", (bool?)null, (bool?)null)], pod.Metadata.OwnerReferences.Select(reference => (reference.Uid, reference.Controller, reference.BlockOwnerDeletion)));
        Assert.True(OwnerReferences.Has(other, pod));
        Assert.False(OwnerReferences.IsControlledBy(pod, other));

        Assert.True(OwnerReferences.Remove(other, pod));
        Assert.False(OwnerReferences.Remove(other, pod));
        Assert.False(OwnerReferences.Has(other, pod));
        Assert.True(OwnerReferences.IsControlledBy(pod, _owner));
    }

    [Fact]
    public void A_second_controller_is_refused_by_an_error_that_names_the_first()
    {
        var pod = Make.Pod("p");
        OwnerReferences.SetController(_owner, pod, ResourceKinds.ReplicaSet.Type);
        var other = new V1ReplicaSet { Metadata = new V1ObjectMeta { Name = "other", NamespaceProperty = "ns", Uid = "v" } };
        var error = Assert.Throws<AlreadyControlledException>(() => OwnerReferences.SetController(other, pod, ResourceKinds.ReplicaSet.Type));
        Assert.Equal("rs", error.Controller?.Name);
    }

    [Fact]
    public void A_plain_owner_of_another_namespace_is_refused_too()
    {
        var pod = new V1Pod { Metadata = new V1ObjectMeta { Name = "p", NamespaceProperty = "elsewhere" } };
        Assert.Throws<InvalidOperationException>(() => OwnerReferences.SetOwner(_owner, pod, ResourceKinds.ReplicaSet.Type));
        Assert.Null(pod.Metadata.OwnerReferences);
    }
}
