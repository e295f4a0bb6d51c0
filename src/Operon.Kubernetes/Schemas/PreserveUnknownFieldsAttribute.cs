namespace Operon.Kubernetes;

/// <summary>The server keeps fields the schema does not know: <c>x-kubernetes-preserve-unknown-fields: true</c>. A property with <c>[JsonExtensionData]</c> says the same of its type.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class PreserveUnknownFieldsAttribute : Attribute;
