namespace Operon.Kubernetes;

/// <summary>Gives the version the scale subresource, which <c>kubectl scale</c> and autoscalers use: <c>subresources.scale</c>.</summary>
/// <param name="specReplicasPath">Path of the number wished, such as <c>.spec.replicas</c>.</param>
/// <param name="statusReplicasPath">Path of the number observed, such as <c>.status.replicas</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ScaleSubresourceAttribute(string specReplicasPath, string statusReplicasPath) : Attribute
{
    /// <summary>Path of the number wished, such as <c>.spec.replicas</c>.</summary>
    public string SpecReplicasPath { get; } = specReplicasPath;

    /// <summary>Path of the number observed, such as <c>.status.replicas</c>.</summary>
    public string StatusReplicasPath { get; } = statusReplicasPath;

    /// <summary>Path of the label selector of the pods as text, such as <c>.status.selector</c>, which autoscalers need.</summary>
    public string? LabelSelectorPath { get; set; }
}
