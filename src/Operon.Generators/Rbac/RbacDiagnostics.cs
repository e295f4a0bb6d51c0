using Microsoft.CodeAnalysis;

namespace Operon.Generators;

internal static class RbacDiagnostics
{
    public static readonly DiagnosticDescriptor Wildcard = Rule.Create(
        "OP0102", "A right is a wildcard", "'*' as {0} grants what nobody has looked at, today's and tomorrow's: name the {0} that are needed", DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor SecretsEverywhere = Rule.Create(
        "OP0103",
        "Secrets of the whole cluster can be read",
        "'{0}' on secrets in all namespaces makes the operator's token worth every credential in the cluster: set Namespace or ResourceNames",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor ClusterScopedInNamespace = Rule.Create(
        "OP0104", "A Role cannot grant rights on cluster-scoped resources", "'{0}' are cluster-scoped: a Role in the namespace '{1}' grants nothing on them; remove Namespace", DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor NoVerbs = Rule.Create(
        "OP0105", "A right without verbs", "The right on '{0}' names no verb, which the API server refuses: give Verbs or CustomVerbs", DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor NamelessVerbs = Rule.Create(
        "OP0106",
        "Resource names cannot narrow this verb",
        "'{0}' cannot be narrowed to names, because the name is not known when it is authorized: such a right is never granted; put it into an attribute without ResourceNames",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor NotAResource = Rule.Create(
        "OP0107", "The resource of a right has not the form of one", "'{0}' is not a resource: write the plural in lower case, with a slash before a subresource, such as '{1}'", DiagnosticSeverity.Error);
}
