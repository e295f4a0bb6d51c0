using Microsoft.CodeAnalysis;

namespace Operon.Generators;

internal static class ReconcilerDiagnostics
{
    public static readonly DiagnosticDescriptor WatchedWithoutRights = Rule.Create(
        "OP0101",
        "A kind is watched without the right to",
        "{0} has a cache of {1}, and no [Rbac] of this assembly grants {2} on '{3}' of group '{4}': add [Rbac(\"{4}\", \"{3}\", Verbs.Read)]",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor SameName = Rule.Create(
        "OP0110", "Two controllers have one name", "The controller of {0} is named '{1}', as that of {2}: give one of them another name by [Controller(Name = ...)]", DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor BlockingCall = Rule.Create(
        "OP0111", "A reconcile blocks its thread", "'{0}' blocks a thread that other reconciles need: {1}", DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor UnknownKind = Rule.Create(
        "OP0112",
        "The kind of a type is not known",
        "What the API calls {0} is not known at compile time: it is no official model and has no [KubernetesResource]; {1}",
        DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor NoSuchMethod = Rule.Create(
        "OP0113",
        "The method of a watch is missing",
        "{0} has no method '{1}' that generated code can call: write 'internal {2} {1}({3})', static or not",
        DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor NotReachable = Rule.Create(
        "OP0114",
        "Generated code cannot add the reconciler",
        "AddControllers leaves {0} out, because {1}: change that, or say [Controller(AddedByHand = true)] and add it yourself",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor CannotOwn = Rule.Create(
        "OP0115",
        "A namespaced object cannot own a cluster-scoped one",
        "{0} is cluster-scoped and cannot be owned by the namespaced {1}: owner references never leave a namespace; use [Watches] with a map, such as by label",
        DiagnosticSeverity.Error);
}
