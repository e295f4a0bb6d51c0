namespace Operon.LocalCluster.Scheduling;

/// <summary>The outcome of one decision: a node, or why there is none.</summary>
/// <param name="Node">Where the pod goes; null when no node will do.</param>
/// <param name="Message">Why no node will do, as <c>kubectl describe</c> shows it.</param>
internal sealed record Placement(string? Node, string? Message);
