namespace Operon.Kubernetes;

/// <summary>Gives the version the status subresource even when the type has no property for <c>status</c>. Where it has one, the subresource is there without it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StatusSubresourceAttribute : Attribute;
