namespace Operon.Kubernetes;

/// <summary>
/// A validation rule in the Common Expression Language, evaluated by the server: <c>x-kubernetes-validations</c>. <c>self</c> is the field
/// or object it stands on, <c>oldSelf</c> its value before an update. The compiler checks syntax, types and cost.
/// </summary>
/// <param name="rule">An expression of type bool, true when the value is valid.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Class | AttributeTargets.Struct, AllowMultiple = true)]
public sealed class CelRuleAttribute(string rule) : Attribute
{
    /// <summary>The expression.</summary>
    public string Rule { get; } = rule;

    /// <summary>What users are told. Default of servers: <c>failed rule: ...</c>.</summary>
    public string? Message { get; set; }

    /// <summary>An expression of type string that makes the message.</summary>
    public string? MessageExpression { get; set; }

    /// <summary>The reason clients get. Default: <see cref="CelRuleReason.Invalid"/>.</summary>
    public CelRuleReason Reason { get; set; }

    /// <summary>Path of the field to blame, relative to where the rule stands, such as <c>.replicas</c>.</summary>
    public string? FieldPath { get; set; }

    /// <summary>Whether a rule with <c>oldSelf</c> is evaluated on creation too, with <c>oldSelf</c> an optional value.</summary>
    public bool OptionalOldSelf { get; set; }

    /// <summary>Whether the rule is about the items of a list or the values of a dictionary instead of the whole.</summary>
    public bool AppliesToItems { get; set; }
}
