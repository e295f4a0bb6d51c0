namespace Operon.Generators;

/// <summary>Roles as manifests, with the names and the layout that kubebuilder gives them.</summary>
internal static class RoleManifests
{
    private const string ApiVersion = "rbac.authorization.k8s.io/v1";
    private static readonly string[] _edit = ["create", "delete", "get", "list", "patch", "update", "watch"];
    private static readonly string[] _view = ["get", "list", "watch"];

    /// <summary>The roles of the operator: ClusterRoles first, then by namespace. Null without rules.</summary>
    public static JsonNode? OfOperator(IEnumerable<RbacRule> rules, string defaultName)
    {
        JsonNode[] roles = [.. rules
            .GroupBy(rule => (rule.Namespace, Name: rule.RoleName ?? defaultName))
            .OrderBy(role => role.Key.Namespace, StringComparer.Ordinal)
            .ThenBy(role => role.Key.Name, StringComparer.Ordinal)
            .Select(role => Role(role.Key.Namespace, role.Key.Name, RbacRules.Merge(role)))];
        return roles.Length switch
        {
            0 => null,
            1 => roles[0],
            _ => new JsonArray(roles),
        };
    }

    /// <summary>For people, not for the operator: who may administer, edit and view the objects of a kind.</summary>
    public static IEnumerable<(string Path, string Json)> OfKind(KindModel kind, string filePrefix, string project)
    {
        yield return ForPeople(kind, filePrefix, "admin", ["*"], project);
        yield return ForPeople(kind, filePrefix, "editor", _edit, project);
        yield return ForPeople(kind, filePrefix, "viewer", _view, project);
    }

    private static (string Path, string Json) ForPeople(KindModel kind, string filePrefix, string who, string[] verbs, string project)
    {
        var name = kind.Kind.ToLowerInvariant();
        List<RbacRule> rules = [RbacRule.Of([kind.Group!], [kind.Plural!], [], [], verbs)];
        if (kind.HasStatus)
        {
            rules.Add(RbacRule.Of([kind.Group!], [$"{kind.Plural}/status"], [], [], ["get"]));
        }

        var role = Role("", $"{filePrefix.Replace('_', '-')}{name}-{who}-role", rules);
        role.Object("metadata")!["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "kustomize", ["app.kubernetes.io/name"] = project };
        return ($"rbac/{filePrefix}{name}_{who}_role.yaml", role.ToJson());
    }

    private static JsonObject Role(string namespaceName, string name, IReadOnlyList<RbacRule> rules)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (namespaceName.Length > 0)
        {
            metadata["namespace"] = namespaceName;
        }

        return new JsonObject
        {
            ["apiVersion"] = ApiVersion,
            ["kind"] = namespaceName.Length > 0 ? "Role" : "ClusterRole",
            ["metadata"] = metadata,
            ["rules"] = new JsonArray(rules.Select(Rule)),
        };
    }

    private static JsonNode Rule(RbacRule rule)
    {
        var json = new JsonObject();
        Add(json, "apiGroups", rule.Groups);
        Add(json, "nonResourceURLs", rule.Urls);
        Add(json, "resourceNames", rule.ResourceNames);
        Add(json, "resources", rule.Resources);
        json["verbs"] = new JsonArray(rule.Verbs);
        return json;
    }

    private static void Add(JsonObject rule, string field, EquatableArray<string> values)
    {
        if (values.Count > 0)
        {
            rule[field] = new JsonArray(values);
        }
    }
}
