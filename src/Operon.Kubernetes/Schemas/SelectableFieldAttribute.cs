namespace Operon.Kubernetes;

/// <summary>The field can be used in field selectors: <c>spec.versions[].selectableFields</c> with the path of the property.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class SelectableFieldAttribute : Attribute;
