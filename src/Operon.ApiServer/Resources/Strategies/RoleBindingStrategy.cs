using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>rbac.authorization.k8s.io/v1 RoleBinding and ClusterRoleBinding.</summary>
internal sealed class RoleBindingStrategy(bool clusterWide) : ResourceStrategy
{
    private const string Group = "rbac.authorization.k8s.io";

    public override bool AllowsCreateOnUpdate => true;

    protected override NameRule NameRule => NameRule.PathSegment;

    public override void Default(JsonObject resource)
    {
        resource.Map("roleRef")?.SetDefaultText("apiGroup", Group);
        foreach (var subject in resource.Maps("subjects"))
        {
            if (subject.Text("kind") is "User" or "Group")
            {
                subject.SetDefaultText("apiGroup", Group);
            }
        }
    }

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        var role = resource.Map("roleRef") ?? [];
        errors.OneOf(role, "roleRef", "apiGroup", Group);
        if (clusterWide)
        {
            errors.OneOf(role, "roleRef", "kind", "ClusterRole");
        }
        else
        {
            errors.OneOf(role, "roleRef", "kind", "Role", "ClusterRole");
        }
        if (string.IsNullOrEmpty(role.Text("kind")))
        {
            errors.Required("roleRef.kind");
        }
        errors.Name("roleRef.name", role["name"], NameRule.PathSegment);
        var index = 0;
        foreach (var subject in resource.Maps("subjects"))
        {
            CheckSubject(subject, $"subjects[{index++}]", errors);
        }
    }

    protected override void CheckUpdate(JsonObject updated, JsonObject old, List<FieldError> errors) =>
        errors.Unchanged("roleRef", updated["roleRef"], old["roleRef"], "cannot change roleRef");

    private void CheckSubject(JsonObject subject, string field, List<FieldError> errors)
    {
        if (string.IsNullOrEmpty(subject.Text("name")))
        {
            errors.Required($"{field}.name");
        }
        switch (subject.Text("kind"))
        {
            case "ServiceAccount":
                if (subject.Text("name") is { Length: > 0 } name && NameRule.Subdomain.Error(name) is { } problem)
                {
                    errors.Invalid($"{field}.name", name, problem);
                }
                if (!string.IsNullOrEmpty(subject.Text("apiGroup")))
                {
                    errors.Add(FieldError.NotSupported($"{field}.apiGroup", Problems.Json(subject["apiGroup"]), [""]));
                }
                if (string.IsNullOrEmpty(subject.Text("namespace")) && clusterWide)
                {
                    errors.Required($"{field}.namespace");
                }
                break;
            case "User" or "Group":
                errors.OneOf(subject, field, "apiGroup", Group);
                break;
            default:
                errors.Add(FieldError.NotSupported($"{field}.kind", Problems.Json(subject["kind"] ?? ""), ["ServiceAccount", "User", "Group"]));
                break;
        }
    }
}
