using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>A write a reconcile made through the manager's client.</summary>
/// <param name="Verb"><c>create</c>, <c>update</c>, <c>patch</c>, <c>apply</c>, <c>delete</c> or <c>deletecollection</c>.</param>
/// <param name="Resource">Resource and group, such as <c>pods</c> or <c>deployments.apps</c>, with <c>/status</c> and the like.</param>
/// <param name="Object">Which object; the name is empty for a collection.</param>
/// <param name="ResourceVersion">The version it has now; null when the answer did not tell.</param>
public readonly record struct ReconcileWrite(string Verb, string Resource, ObjectKey Object, string? ResourceVersion);
