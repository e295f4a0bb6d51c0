namespace Operon.Generators;

/// <summary>The rights an operator needs to make its own certificates and to tell the API server about its CA.</summary>
internal static class CertificateRoles
{
    private const string Name = "webhook-certificates";

    public static string Json(bool converts)
    {
        var rules = new JsonArray([Rule("admissionregistration.k8s.io", ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"], ["get", "list", "patch", "watch"])]);
        if (converts)
        {
            rules.Add(Rule("apiextensions.k8s.io", ["customresourcedefinitions"], ["get", "list", "patch", "watch"]));
        }

        var documents = new JsonArray([
            Role("ClusterRole", rules, null), Binding("ClusterRole", null),
            Role("Role", new JsonArray([Rule("", ["secrets"], ["create", "get", "update"])]), "system"), Binding("Role", "system"),
        ]);
        return documents.ToJson();
    }

    private static JsonObject Rule(string group, string[] resources, string[] verbs) =>
        new() { { "apiGroups", new JsonArray([group]) }, { "resources", new JsonArray(resources) }, { "verbs", new JsonArray(verbs) } };

    private static JsonObject Role(string kind, JsonArray rules, string? @namespace) =>
        new() { { "apiVersion", "rbac.authorization.k8s.io/v1" }, { "kind", kind }, { "metadata", Metadata("role", @namespace) }, { "rules", rules } };

    private static JsonObject Binding(string kind, string? @namespace) => new()
    {
        { "apiVersion", "rbac.authorization.k8s.io/v1" },
        { "kind", kind + "Binding" },
        { "metadata", Metadata("rolebinding", @namespace) },
        { "roleRef", new JsonObject { { "apiGroup", "rbac.authorization.k8s.io" }, { "kind", kind }, { "name", $"{Name}-role" } } },
        { "subjects", new JsonArray([new JsonObject { { "kind", "ServiceAccount" }, { "name", "controller-manager" }, { "namespace", "system" } }]) },
    };

    private static JsonObject Metadata(string suffix, string? @namespace)
    {
        var metadata = new JsonObject { { "name", $"{Name}-{suffix}" } };
        if (@namespace is not null)
        {
            metadata["namespace"] = @namespace;
        }

        return metadata;
    }
}
