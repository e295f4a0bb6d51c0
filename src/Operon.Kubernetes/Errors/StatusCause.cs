namespace Operon.Kubernetes;

/// <summary>One cause in the details of a Status.</summary>
/// <param name="Reason">Machine-readable, such as <c>FieldValueRequired</c> or <c>FieldManagerConflict</c>.</param>
/// <param name="Field">Path of the field, such as <c>spec.replicas</c>; empty when the cause is no field.</param>
/// <param name="Message">For people.</param>
public sealed record StatusCause(string Reason, string Field, string Message);
