namespace Operon.Kubernetes;

/// <summary>The value cannot be changed once it is set: a rule <c>self == oldSelf</c>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class ImmutableAttribute : Attribute
{
    /// <summary>What users are told. Default: <c>field is immutable</c>.</summary>
    public string? Message { get; set; }
}
