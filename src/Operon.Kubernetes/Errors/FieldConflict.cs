namespace Operon.Kubernetes;

/// <summary>A field that an apply wanted to set while another manager owns it with another value.</summary>
/// <param name="Manager">The other manager.</param>
/// <param name="Field">Path of the field, such as <c>.spec.replicas</c>.</param>
/// <param name="Subresource">The subresource the other manager wrote through, such as <c>status</c>; null for the object itself.</param>
/// <param name="ApiVersion">The version the other manager wrote in, when it did so by an update; null after an apply.</param>
public sealed record FieldConflict(string Manager, string Field, string? Subresource, string? ApiVersion);
