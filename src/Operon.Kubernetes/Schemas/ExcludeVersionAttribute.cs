namespace Operon.Kubernetes;

/// <summary>Leaves a field out of the schemas of some versions that share its type.</summary>
/// <param name="versions">Names of versions, such as <c>v1alpha1</c>.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ExcludeVersionAttribute(params string[] versions) : Attribute
{
    /// <summary>Names of versions, such as <c>v1alpha1</c>.</summary>
    public IReadOnlyList<string> Versions { get; } = versions;
}
