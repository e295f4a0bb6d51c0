namespace Operon.Kubernetes;

/// <summary>Leaves a type with <c>[KubernetesResource]</c> out of the generated definitions and of the roles for people; it still gets <see cref="ICustomResource{TSelf}"/>. For representations of definitions somebody else keeps.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ExcludeFromCrdAttribute : Attribute;
