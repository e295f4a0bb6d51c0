namespace Operon.ApiServer.Resources.Strategies;

/// <summary>The <c>subresources.scale</c> of a CRD version: dotted paths such as <c>.spec.replicas</c>.</summary>
internal sealed record CustomScalePaths(string SpecReplicas, string StatusReplicas, string? LabelSelector);
