namespace Operon.Kubernetes;

/// <summary>The object is a Kubernetes object of its own: <c>x-kubernetes-embedded-resource: true</c>. The server then checks <c>apiVersion</c>, <c>kind</c> and <c>metadata</c>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class EmbeddedResourceAttribute : Attribute;
