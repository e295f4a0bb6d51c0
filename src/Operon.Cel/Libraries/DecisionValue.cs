namespace Operon.Cel.Libraries;

/// <summary>What an authorizer answered.</summary>
internal sealed class DecisionValue(CelDecision decision) : CelOpaque
{
    public static readonly CelType DecisionType = CelType.Opaque("kubernetes.authorization.Decision");

    public CelDecision Decision => decision;

    public override CelType Type => DecisionType;

    public override string Text => decision.IsAllowed ? "allowed" : "denied";

    internal override bool EqualTo(CelValue other) => other is DecisionValue d && d.Decision == decision;
}
