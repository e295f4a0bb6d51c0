namespace Operon.Kubernetes;

/// <summary>Takes the field out of <c>required</c>, whatever its C# type says.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class OptionalAttribute : Attribute;
