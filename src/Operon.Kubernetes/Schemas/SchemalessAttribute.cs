namespace Operon.Kubernetes;

/// <summary>Leaves everything but description, default and required out of the schema, so that the field is unchecked. Beside <see cref="PreserveUnknownFieldsAttribute"/> for fields the server must not prune.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class SchemalessAttribute : Attribute;
