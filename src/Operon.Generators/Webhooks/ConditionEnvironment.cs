using Operon.Cel;

namespace Operon.Generators;

/// <summary>What match conditions see: the object before and after, of any type, and the request.</summary>
internal static class ConditionEnvironment
{
    private static readonly CelType _kind = Texts("GroupVersionKind", "group", "version", "kind");
    private static readonly CelType _resource = Texts("GroupVersionResource", "group", "version", "resource");

    private static readonly CelType _user = CelType.Object("kubernetes.UserInfo",
    [
        Field("username", CelType.String), Field("uid", CelType.String), Field("groups", CelType.List(CelType.String)), Field("extra", CelType.Map(CelType.String, CelType.List(CelType.String))),
    ]);

    private static readonly CelType _request = CelType.Object("kubernetes.AdmissionRequest",
    [
        Field("kind", _kind), Field("resource", _resource), Field("subResource", CelType.String),
        Field("requestKind", _kind), Field("requestResource", _resource), Field("requestSubResource", CelType.String),
        Field("name", CelType.String), Field("namespace", CelType.String), Field("operation", CelType.String),
        Field("userInfo", _user), Field("dryRun", CelType.Bool), Field("options", CelType.Dyn),
    ]);

    private static readonly CelEnvironment _environment = CelEnvironment.Kubernetes
        .WithVariable("object", CelType.Dyn)
        .WithVariable("oldObject", CelType.Dyn)
        .WithVariable("request", _request)
        .WithVariable("authorizer", CelType.Dyn);

    /// <summary>What is wrong with an expression, and where in it; null when nothing is.</summary>
    public static (string Message, int Offset)? Problem(string expression)
    {
        if (expression.Trim().Length == 0)
        {
            return ("the expression is empty", 0);
        }

        // The functions of the authorizer are the API server's alone: it judges expressions that use them.
        if (expression.Contains("authorizer"))
        {
            return null;
        }

        var compilation = _environment.Compile(expression);
        return compilation.Issues.Count > 0 ? (compilation.Issues[0].Message, compilation.Issues[0].Offset)
            : compilation.ResultType.Equals(CelType.Bool) || compilation.ResultType.Equals(CelType.Dyn) ? null
            : ($"it is of type {compilation.ResultType} and must be of type bool", 0);
    }

    private static CelType Texts(string name, params string[] fields) => CelType.Object($"kubernetes.{name}", fields.Select(field => Field(field, CelType.String)));

    private static CelField Field(string name, CelType type) => new(name, name, type);
}
