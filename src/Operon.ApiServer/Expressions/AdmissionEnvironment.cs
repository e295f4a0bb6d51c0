using Operon.Cel;

namespace Operon.ApiServer.Expressions;

/// <summary>What expressions about a write may name: <c>object</c>, <c>oldObject</c>, <c>request</c>, <c>namespaceObject</c>, <c>authorizer</c>, and more for policies.</summary>
internal static class AdmissionEnvironment
{
    public static readonly CelType Request = RequestType();

    public static readonly CelType Namespace = NamespaceType();

    /// <summary>For messages.</summary>
    public static CelEnvironment ForMessages { get; } = CelEnvironment.Kubernetes
        .WithVariable("object", CelType.Dyn)
        .WithVariable("oldObject", CelType.Dyn)
        .WithVariable("request", Request)
        .WithVariable("namespaceObject", Namespace);

    /// <summary>For match conditions and validations.</summary>
    public static CelEnvironment ForConditions { get; } = ForMessages.WithAuthorizer();

    private static CelType RequestType()
    {
        var text = CelType.String;
        var kind = Object("kubernetes.GroupVersionKind", ("group", text), ("version", text), ("kind", text));
        var resource = Object("kubernetes.GroupVersionResource", ("group", text), ("version", text), ("resource", text));
        var user = Object("kubernetes.UserInfo", ("username", text), ("uid", text), ("groups", CelType.List(text)), ("extra", CelType.Map(text, CelType.List(text))));
        return Object("kubernetes.AdmissionRequest",
            ("kind", kind), ("resource", resource), ("subResource", text), ("requestKind", kind), ("requestResource", resource), ("requestSubResource", text),
            ("name", text), ("namespace", text), ("operation", text), ("userInfo", user), ("dryRun", CelType.Bool), ("options", CelType.Dyn));
    }

    // Kubernetes leaves out what writes of others could leak: managed fields, owners.
    private static CelType NamespaceType()
    {
        var text = CelType.String;
        var time = CelType.Timestamp;
        var condition = Object("kubernetes.NamespaceCondition", ("status", text), ("type", text), ("lastTransitionTime", time), ("message", text), ("reason", text));
        var metadata = Object("kubernetes.NamespaceMetadata",
            ("name", text), ("generateName", text), ("namespace", text), ("labels", CelType.Map(text, text)), ("annotations", CelType.Map(text, text)), ("UID", text),
            ("creationTimestamp", time), ("deletionGracePeriodSeconds", CelType.Int), ("deletionTimestamp", time), ("generation", CelType.Int),
            ("resourceVersion", text), ("finalizers", CelType.List(text)));
        return Object("kubernetes.Namespace",
            ("metadata", metadata),
            ("spec", Object("kubernetes.NamespaceSpec", ("finalizers", CelType.List(text)))),
            ("status", Object("kubernetes.NamespaceStatus", ("conditions", CelType.List(condition)), ("phase", text))));
    }

    // Unlike properties of schemas these are declared under their plain names: a selection may use the reserved word "namespace".
    private static CelType Object(string name, params (string Name, CelType Type)[] fields) =>
        CelType.Object(name, fields.Select(field => new CelField(field.Name, field.Name, field.Type)));
}
