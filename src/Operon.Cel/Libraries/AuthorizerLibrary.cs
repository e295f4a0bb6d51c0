using Operon.Cel.Functions;

namespace Operon.Cel.Libraries;

/// <summary>Questions to the authorizer: <c>authorizer.group('').resource('pods').namespace('default').check('list').allowed()</c>.</summary>
internal static class AuthorizerLibrary
{
    public static void AddTo(FunctionTable table)
    {
        var decision = DecisionValue.DecisionType;
        foreach (var type in new[] { AccessValue.AuthorizerType, AccessValue.PathCheckType, AccessValue.GroupCheckType, AccessValue.ResourceCheckType, decision })
        {
            table.NamedType(type);
        }
        Describe("path", "authorizer_path", AccessValue.AuthorizerType, AccessValue.PathCheckType, (access, text) => access with { Path = text });
        Describe("group", "authorizer_group", AccessValue.AuthorizerType, AccessValue.GroupCheckType, (access, text) => access with { Group = text });
        Describe("resource", "groupcheck_resource", AccessValue.GroupCheckType, AccessValue.ResourceCheckType, (access, text) => access with { Resource = text });
        Describe("subresource", "resourcecheck_subresource", AccessValue.ResourceCheckType, AccessValue.ResourceCheckType, (access, text) => access with { Subresource = text });
        Describe("namespace", "resourcecheck_namespace", AccessValue.ResourceCheckType, AccessValue.ResourceCheckType, (access, text) => access with { Namespace = text });
        Describe("name", "resourcecheck_name", AccessValue.ResourceCheckType, AccessValue.ResourceCheckType, (access, text) => access with { Name = text });
        table.Member("serviceAccount", "authorizer_serviceaccount", AccessValue.AuthorizerType,
            a => Of(a[0]).With(AccessValue.AuthorizerType, Of(a[0]).Access with { ServiceAccount = (Text(a[1]), Text(a[2])) }), AccessValue.AuthorizerType, CelType.String, CelType.String);
        table.Member("check", "pathcheck_check", decision, a => Of(a[0]).Check(Text(a[1])), AccessValue.PathCheckType, CelType.String);
        table.Member("check", "resourcecheck_check", decision, a => Of(a[0]).Check(Text(a[1])), AccessValue.ResourceCheckType, CelType.String);
        table.Member("allowed", "decision_allowed", CelType.Bool, a => CelBool.Of(Answer(a[0]).IsAllowed), decision);
        table.Member("reason", "decision_reason", CelType.String, a => new CelString(Answer(a[0]).Reason), decision);
        table.Member("errored", "decision_errored", CelType.Bool, a => CelBool.Of(Answer(a[0]).Error is not null), decision);
        table.Member("error", "decision_error", CelType.String, a => new CelString(Answer(a[0]).Error ?? ""), decision);

        void Describe(string function, string id, CelType from, CelType to, Func<CelAccess, string, CelAccess> describe) =>
            table.Member(function, id, to, a => Of(a[0]).With(to, describe(Of(a[0]).Access, Text(a[1]))), from, CelType.String);
    }

    private static AccessValue Of(CelValue value) => (AccessValue)value;

    private static CelDecision Answer(CelValue value) => ((DecisionValue)value).Decision;

    private static string Text(CelValue value) => ((CelString)value).Text;
}
