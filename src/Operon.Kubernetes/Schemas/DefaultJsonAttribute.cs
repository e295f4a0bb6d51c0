namespace Operon.Kubernetes;

/// <summary>A default that is no constant of C#: <c>default</c>. A property initialiser of constants, <c>new()</c> and collection expressions needs no attribute.</summary>
/// <param name="json">The value as JSON.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class DefaultJsonAttribute(string json) : Attribute
{
    /// <summary>The value as JSON.</summary>
    public string Json { get; } = json;
}
