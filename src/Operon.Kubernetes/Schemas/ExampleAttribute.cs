namespace Operon.Kubernetes;

/// <summary>An example: <c>example</c>.</summary>
/// <param name="json">The value as JSON; what is not JSON is taken as a string.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class ExampleAttribute(string json) : Attribute
{
    /// <summary>The value as JSON; what is not JSON is taken as a string.</summary>
    public string Json { get; } = json;
}
