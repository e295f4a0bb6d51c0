using Microsoft.CodeAnalysis;

namespace Operon.Generators;

internal static class WebhookDiagnostics
{
    public static readonly DiagnosticDescriptor NoOperations = Rule.Create(
        "OP0201", "A webhook is called for nothing", "{0} has no operations, so that the API server never calls it: name some by Operations = WebhookOperations.Create | WebhookOperations.Update", DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor Timeout = Rule.Create(
        "OP0202", "The timeout of a webhook is out of range", "TimeoutSeconds of {0} is {1}; the API server takes 1 to 30", DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor NotConverted = Rule.Create(
        "OP0203",
        "A version of a kind has no converter",
        "{0} is {1} of {2}, which other versions are converted from and to {3}, but nothing converts it: add an IConverter<{0}, {4}>",
        DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor SeveralHubs = Rule.Create(
        "OP0204", "A kind has several hubs", "{0} converts to {1}, while {2} converts to {3}: versions of {4} need one hub that all are converted to and from", DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor GuardsItself = Rule.Create(
        "OP0205",
        "A webhook can keep its own pods from starting",
        "{0} is called for {1} in every namespace and refuses requests while it is down, those for its own pods and the cluster's too: exclude namespaces by NamespaceSelector, or set FailurePolicy = FailurePolicy.Ignore",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor BadCondition = Rule.Create(
        "OP0206", "A match condition is no expression", "The match condition '{0}' of {1}: {2}", DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor Incomplete = Rule.Create(
        "OP0207", "A webhook does not say what it is called for", "{0} {1}", DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor NotRegistered = Rule.Create(
        "OP0208",
        "A webhook is in no configuration",
        "{0} is {1}, but has no [Webhook]: add it, or [Webhook(AddedByHand = true)] when the program adds the class and brings the configuration itself",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor BadSelector = Rule.Create(
        "OP0209", "A label selector cannot be read", "{0} of {1}: '{2}' is no requirement; write key, !key, key=value, key!=value, key in (a,b) or key notin (a,b), joined by commas", DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor BadName = Rule.Create(
        "OP0210", "The name of a webhook cannot be one", "The name '{0}' of {1} {2}", DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor NotReachable = Rule.Create(
        "OP0211", "Generated code cannot add the webhook", "AddWebhooks leaves {0} out, because {1}: change that, or say [Webhook(AddedByHand = true)] and add it yourself", DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor UnknownKind = Rule.Create(
        "OP0212",
        "The kind of a webhook is not known",
        "{0} is for {1}, which is no official model and has no [KubernetesResource], so that its group and plural are not known: add the attribute, or say [Webhook(AddedByHand = true)]",
        DiagnosticSeverity.Error);
}
