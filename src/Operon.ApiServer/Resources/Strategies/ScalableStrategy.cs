using System.Text.Json.Nodes;
using Operon.ApiServer.Selectors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>What Deployment, ReplicaSet, StatefulSet and ReplicationController share: status, generation and scale.</summary>
internal abstract class ScalableStrategy : ResourceStrategy
{
    public override bool HasStatus => true;

    public override bool HasGeneration => true;

    public override bool HasScale => true;

    public override JsonObject ScaleOf(JsonObject resource) => Scales.Of(
        resource,
        resource.Map("spec").Number("replicas") ?? 0,
        resource.Map("status").Number("replicas") ?? 0,
        SelectorText(resource));

    public override void SetReplicas(JsonObject resource, long replicas) => resource.EnsureMap("spec")["replicas"] = replicas;

    protected virtual string SelectorText(JsonObject resource) =>
        LabelSelector.FromLabelSelectorObject(resource.Map("spec").Map("selector")).ToString();
}
