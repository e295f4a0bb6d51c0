using System.Text.Json.Nodes;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.Hosting;

/// <summary>The default ClusterRoles and bindings: system access, discovery, and the user-facing cluster-admin, admin, edit and view.</summary>
internal static class BootstrapPolicy
{
    private static readonly string[] Read = ["get", "list", "watch"];
    private static readonly string[] Write = ["create", "delete", "deletecollection", "patch", "update"];
    private static readonly string[] All = ["*"];

    private static readonly string[] DiscoveryPaths = ["/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz", "/version", "/version/"];
    private static readonly string[] PublicPaths = ["/healthz", "/livez", "/readyz", "/version", "/version/"];

    public static IEnumerable<(string Plural, JsonObject Object)> Objects()
    {
        yield return Role("cluster-admin", null, Rule(All, All, All), Paths(All, "*"));
        yield return Role("system:discovery", null, Paths(["get"], DiscoveryPaths));
        yield return Role("system:public-info-viewer", null, Paths(["get"], PublicPaths));
        yield return Role("system:service-account-issuer-discovery", null, Paths(["get"], "/.well-known/openid-configuration", "/.well-known/openid-configuration/", "/openid/v1/jwks", "/openid/v1/jwks/"));
        yield return Role("system:basic-user", null,
            Rule(["authorization.k8s.io"], ["selfsubjectaccessreviews", "selfsubjectrulesreviews"], ["create"]),
            Rule(["authentication.k8s.io"], ["selfsubjectreviews"], ["create"]));
        yield return Role("system:auth-delegator", null,
            Rule(["authentication.k8s.io"], ["tokenreviews"], ["create"]),
            Rule(["authorization.k8s.io"], ["subjectaccessreviews"], ["create"]));

        yield return Aggregated("admin", "rbac.authorization.k8s.io/aggregate-to-admin", null);
        yield return Aggregated("edit", "rbac.authorization.k8s.io/aggregate-to-edit", "rbac.authorization.k8s.io/aggregate-to-admin");
        yield return Aggregated("view", "rbac.authorization.k8s.io/aggregate-to-view", "rbac.authorization.k8s.io/aggregate-to-edit");
        foreach (var role in UserFacing())
        {
            yield return role;
        }

        yield return Binding("cluster-admin", "system:masters");
        yield return Binding("system:discovery", "system:authenticated");
        yield return Binding("system:basic-user", "system:authenticated");
        yield return Binding("system:public-info-viewer", "system:authenticated", "system:unauthenticated");
        yield return Binding("system:service-account-issuer-discovery", "system:serviceaccounts");
    }

    private static IEnumerable<(string Plural, JsonObject Object)> UserFacing()
    {
        yield return Role("system:aggregate-to-admin", "rbac.authorization.k8s.io/aggregate-to-admin",
            Rule(["authorization.k8s.io"], ["localsubjectaccessreviews"], ["create"]),
            Rule(["rbac.authorization.k8s.io"], ["rolebindings", "roles"], [.. Write, .. Read]));
        yield return Role("system:aggregate-to-edit", "rbac.authorization.k8s.io/aggregate-to-edit",
            Rule([""], ["pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "secrets", "services/proxy"], Read),
            Rule([""], ["serviceaccounts"], ["impersonate"]),
            Rule([""], ["pods", "pods/attach", "pods/exec", "pods/portforward", "pods/proxy"], Write),
            Rule([""], ["pods/eviction"], ["create"]),
            Rule([""], ["configmaps", "events", "persistentvolumeclaims", "replicationcontrollers", "replicationcontrollers/scale", "secrets", "serviceaccounts", "services", "services/proxy"], Write),
            Rule([""], ["serviceaccounts/token"], ["create"]),
            Rule(["apps"], ["daemonsets", "deployments", "deployments/rollback", "deployments/scale", "replicasets", "replicasets/scale", "statefulsets", "statefulsets/scale"], Write),
            Rule(["autoscaling"], ["horizontalpodautoscalers"], Write),
            Rule(["batch"], ["cronjobs", "jobs"], Write),
            Rule(["networking.k8s.io"], ["ingresses", "networkpolicies"], Write),
            Rule(["policy"], ["poddisruptionbudgets"], Write),
            Rule(["coordination.k8s.io"], ["leases"], [.. Write, .. Read]));
        yield return Role("system:aggregate-to-view", "rbac.authorization.k8s.io/aggregate-to-view",
            Rule([""], ["configmaps", "endpoints", "persistentvolumeclaims", "persistentvolumeclaims/status", "pods", "replicationcontrollers", "replicationcontrollers/scale", "serviceaccounts", "services", "services/status"], Read),
            Rule([""], ["bindings", "events", "limitranges", "namespaces/status", "pods/log", "pods/status", "replicationcontrollers/status", "resourcequotas", "resourcequotas/status"], Read),
            Rule([""], ["namespaces"], Read),
            Rule(["discovery.k8s.io"], ["endpointslices"], Read),
            Rule(["events.k8s.io"], ["events"], Read),
            Rule(["apps"], ["controllerrevisions", "daemonsets", "daemonsets/status", "deployments", "deployments/scale", "deployments/status", "replicasets", "replicasets/scale", "replicasets/status", "statefulsets", "statefulsets/scale", "statefulsets/status"], Read),
            Rule(["autoscaling"], ["horizontalpodautoscalers", "horizontalpodautoscalers/status"], Read),
            Rule(["batch"], ["cronjobs", "cronjobs/status", "jobs", "jobs/status"], Read),
            Rule(["networking.k8s.io"], ["ingresses", "ingresses/status", "networkpolicies"], Read),
            Rule(["policy"], ["poddisruptionbudgets", "poddisruptionbudgets/status"], Read));
    }

    private static (string, JsonObject) Role(string name, string? aggregateTo, params JsonObject[] rules)
    {
        var role = Object("ClusterRole", name);
        if (aggregateTo is not null)
        {
            role.Metadata().Ensure("labels")[aggregateTo] = "true";
        }

        role["rules"] = new JsonArray([.. rules]);
        return ("clusterroles", role);
    }

    private static (string, JsonObject) Aggregated(string name, string from, string? aggregateTo)
    {
        var (plural, role) = Role(name, aggregateTo);
        role["aggregationRule"] = new JsonObject
        {
            ["clusterRoleSelectors"] = new JsonArray(new JsonObject { ["matchLabels"] = new JsonObject { [from] = "true" } }),
        };
        return (plural, role);
    }

    private static (string, JsonObject) Binding(string role, params string[] groups)
    {
        var binding = Object("ClusterRoleBinding", role);
        binding["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = role };
        binding["subjects"] = new JsonArray([.. groups.Select(group => (JsonNode)new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Group", ["name"] = group })]);
        return ("clusterrolebindings", binding);
    }

    private static JsonObject Object(string kind, string name) => new()
    {
        ["kind"] = kind,
        ["apiVersion"] = "rbac.authorization.k8s.io/v1",
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["labels"] = new JsonObject { ["kubernetes.io/bootstrapping"] = "rbac-defaults" },
            ["annotations"] = new JsonObject { ["rbac.authorization.kubernetes.io/autoupdate"] = "true" },
        },
    };

    private static JsonObject Rule(string[] groups, string[] resources, string[] verbs) => new()
    {
        ["apiGroups"] = JsonTree.Strings(groups),
        ["resources"] = JsonTree.Strings(resources),
        ["verbs"] = JsonTree.Strings(verbs),
    };

    private static JsonObject Paths(string[] verbs, params string[] paths) => new()
    {
        ["nonResourceURLs"] = JsonTree.Strings(paths),
        ["verbs"] = JsonTree.Strings(verbs),
    };
}
