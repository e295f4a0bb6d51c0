namespace Operon.Kubernetes;

/// <summary>The field may be null on the wire, which is not the same as being absent: <c>nullable: true</c>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class NullableAttribute : Attribute;
