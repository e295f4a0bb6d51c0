namespace Operon.LocalCluster.Controllers.Namespaces;

/// <summary>What is left in a namespace.</summary>
/// <param name="Remaining">Number of objects per resource, such as <c>pods.</c>.</param>
/// <param name="Finalizers">Number of objects per finalizer that holds them.</param>
/// <param name="Failures">What could not be deleted, and why.</param>
/// <param name="Grace">The longest time an object may still take to go.</param>
internal sealed record NamespaceContent(
    IReadOnlyDictionary<string, int> Remaining, IReadOnlyDictionary<string, int> Finalizers, IReadOnlyList<string> Failures, TimeSpan Grace)
{
    public bool IsEmpty => Remaining.Count == 0 && Failures.Count == 0;
}
