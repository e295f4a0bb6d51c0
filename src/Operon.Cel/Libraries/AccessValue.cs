namespace Operon.Cel.Libraries;

/// <summary>An authorizer, or an access that is being described to it.</summary>
internal sealed class AccessValue(CelType type, ICelAuthorizer authorizer, CelAccess access) : CelOpaque
{
    public static readonly CelType AuthorizerType = CelType.Opaque("kubernetes.authorization.Authorizer");
    public static readonly CelType PathCheckType = CelType.Opaque("kubernetes.authorization.PathCheck");
    public static readonly CelType GroupCheckType = CelType.Opaque("kubernetes.authorization.GroupCheck");
    public static readonly CelType ResourceCheckType = CelType.Opaque("kubernetes.authorization.ResourceCheck");

    public CelAccess Access => access;

    public override CelType Type => type;

    public override string Text => type.Name;

    public AccessValue With(CelType next, CelAccess described) => new(next, authorizer, described);

    public DecisionValue Check(string verb) => new(authorizer.Authorize(access with { Verb = verb }));

    internal override bool EqualTo(CelValue other) => other is AccessValue a && a.Type.Equals(type) && a.Access == access;
}
