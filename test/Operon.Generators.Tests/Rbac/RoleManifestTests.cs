using System.Text.Json.Nodes;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Generators.Tests;

public sealed class RoleManifestTests
{
    private const string Usings = "using Operon.Kubernetes; using k8s.Models; namespace Demo;\n";

    [Fact]
    public async Task Rules_with_equal_keys_become_one_and_the_role_is_sorted()
    {
        var role = await RoleAsync("""
            [Rbac("apps", "deployments", Verbs.Get)]
            [Rbac("apps", "deployments", Verbs.List | Verbs.Get)]
            [Rbac("", "pods", Verbs.Delete)]
            public sealed class A;

            [Rbac("apps", "deployments", Verbs.Watch)]
            public sealed class B;
            """);

        Assert.Equal(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata:
              name: manager-role
            rules:
            - apiGroups:
              - ""
              resources:
              - pods
              verbs:
              - delete
            - apiGroups:
              - apps
              resources:
              - deployments
              verbs:
              - get
              - list
              - watch

            """,
            role);
    }

    [Fact]
    public async Task Resources_with_equal_verbs_share_a_rule_and_so_do_groups()
    {
        var rules = await RulesAsync("""
            [Rbac("apps", ["statefulsets", "deployments"], Verbs.Get)]
            [Rbac("apps", "daemonsets", Verbs.Get)]
            [Rbac("", "events", Verbs.Apply)]
            [Rbac("events.k8s.io", "events", Verbs.Apply)]
            public sealed class A;
            """);

        Assert.Equal(
            [
                """{"apiGroups":["","events.k8s.io"],"resources":["events"],"verbs":["create","patch"]}""",
                """{"apiGroups":["apps"],"resources":["daemonsets","deployments","statefulsets"],"verbs":["get"]}""",
            ],
            rules);
    }

    [Fact]
    public async Task Names_urls_custom_verbs_and_wildcards_are_kept_apart()
    {
        var rules = await RulesAsync("""
            [assembly: Operon.Kubernetes.RbacUrl("/metrics", Operon.Kubernetes.Verbs.Get)]
            [assembly: Operon.Kubernetes.RbacUrl("/healthz", Operon.Kubernetes.Verbs.Get)]
            namespace Demo;
            [Operon.Kubernetes.Rbac("core", "configmaps", Operon.Kubernetes.Verbs.Update, ResourceNames = ["b", "a"])]
            [Operon.Kubernetes.Rbac("certificates.k8s.io", "signers", CustomVerbs = ["sign", "approve"])]
            [Operon.Kubernetes.Rbac("apps", "*", Operon.Kubernetes.Verbs.Any | Operon.Kubernetes.Verbs.Get)]
            public sealed class A;
            """, "");

        Assert.Equal(
            [
                """{"nonResourceURLs":["/healthz","/metrics"],"verbs":["get"]}""",
                """{"apiGroups":[""],"resourceNames":["a","b"],"resources":["configmaps"],"verbs":["update"]}""",
                """{"apiGroups":["apps"],"resources":["*"],"verbs":["*"]}""",
                """{"apiGroups":["certificates.k8s.io"],"resources":["signers"],"verbs":["approve","sign"]}""",
            ],
            rules);
    }

    [Fact]
    public async Task A_namespace_makes_a_role_and_a_name_another_one()
    {
        var program = await ManifestsAsync(Usings + """
            [Rbac("", "secrets", Verbs.Get, Namespace = "system")]
            [Rbac("", "pods", Verbs.Get)]
            [Rbac("", "nodes", Verbs.Get, RoleName = "node-reader")]
            public sealed class A;
            """);

        var roles = JsonNode.Parse(program.Manifests["rbac/role.yaml"])!.AsArray();

        Assert.Equal(
            ["ClusterRole /manager-role pods", "ClusterRole /node-reader nodes", "Role system/manager-role secrets"],
            roles.Select(role => $"{role!["kind"]} {role["metadata"]!["namespace"]}/{role["metadata"]!["name"]} {role["rules"]![0]!["resources"]![0]}"));
    }

    [Fact]
    public async Task A_type_says_its_group_and_plural_itself()
    {
        var rules = await RulesAsync("""
            [KubernetesResource("cache.example.com", "v1")]
            public sealed partial record Memcached : CustomResource<Spec>;
            public sealed record Spec;
            [Rbac<V1Deployment>(Verbs.Read)]
            [Rbac<V1Pod>(Verbs.Create, Subresource = "eviction")]
            [Rbac<Memcached>(Verbs.Patch, Subresource = "status")]
            public sealed class A;
            """);

        Assert.Equal(
            [
                """{"apiGroups":[""],"resources":["pods/eviction"],"verbs":["create"]}""",
                """{"apiGroups":["apps"],"resources":["deployments"],"verbs":["get","list","watch"]}""",
                """{"apiGroups":["cache.example.com"],"resources":["memcacheds/status"],"verbs":["patch"]}""",
            ],
            rules);
    }

    [Fact]
    public async Task The_name_of_the_role_is_a_property_of_the_project()
    {
        var settings = new ProjectSettings { IsSchemaOnly = true };
        settings.Properties["RbacRoleName"] = "cache-operator";

        var program = await Compiled.FromAsync(settings, Usings + "[Rbac(\"\", \"pods\", Verbs.Get)] public sealed class A;");

        Assert.Equal("cache-operator", (string?)JsonNode.Parse(program.Manifests["rbac/role.yaml"])!["metadata"]!["name"]);
    }

    [Fact]
    public async Task Each_kind_has_roles_for_people()
    {
        var program = await ManifestsAsync(Usings + """
            [KubernetesResource("cache.example.com", "v1")]
            public sealed partial record Memcached : CustomResource<Spec, Spec>;
            public sealed record Spec;
            """);

        Assert.Equal(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata:
              labels:
                app.kubernetes.io/managed-by: kustomize
                app.kubernetes.io/name: demo
              name: memcached-editor-role
            rules:
            - apiGroups:
              - cache.example.com
              resources:
              - memcacheds
              verbs:
              - create
              - delete
              - get
              - list
              - patch
              - update
              - watch
            - apiGroups:
              - cache.example.com
              resources:
              - memcacheds/status
              verbs:
              - get

            """,
            Yaml.FromJson(JsonNode.Parse(program.Manifests["rbac/memcached_editor_role.yaml"])!));
        Assert.Equal("""["*"]""", Rule(program.Manifests["rbac/memcached_admin_role.yaml"], 0)["verbs"]!.ToJsonString());
        Assert.Equal("""["get","list","watch"]""", Rule(program.Manifests["rbac/memcached_viewer_role.yaml"], 0)["verbs"]!.ToJsonString());
    }

    [Fact]
    public async Task A_kind_that_somebody_else_defines_has_no_roles_for_people_and_a_version_left_out_changes_none()
    {
        var program = await ManifestsAsync(Usings + """
            [KubernetesResource("other.example.com", "v1"), ExcludeFromCrd] public sealed partial record Foreign : CustomResource<Spec>;
            [KubernetesResource("cache.example.com", "v1")] public sealed partial record Memcached : CustomResource<Spec>;
            [KubernetesResource("cache.example.com", "v2", Kind = "Memcached"), ExcludeFromCrd] public sealed partial record LeanMemcached : CustomResource<Spec>;
            public sealed record Spec;
            """);

        Assert.Equal(
            ["rbac/memcached_admin_role.yaml", "rbac/memcached_editor_role.yaml", "rbac/memcached_viewer_role.yaml"],
            program.Manifests.Keys.Where(path => path.StartsWith("rbac/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Kinds_of_one_name_are_told_apart_by_their_groups()
    {
        var program = await ManifestsAsync(Usings + """
            [KubernetesResource("cache.example.com", "v1")] public sealed partial record Server : CustomResource<Spec>;
            [KubernetesResource("web.example.com", "v1", Kind = "Server")] public sealed partial record WebServer : CustomResource<Spec>;
            public sealed record Spec;
            """);

        Assert.Equal(
            ["rbac/cache_server_admin_role.yaml", "rbac/web_server_admin_role.yaml"],
            program.Manifests.Keys.Where(path => path.EndsWith("_admin_role.yaml", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal("cache-server-admin-role", (string?)JsonNode.Parse(program.Manifests["rbac/cache_server_admin_role.yaml"])!["metadata"]!["name"]);
    }

    // Roles are a matter of one generator.
    private static Task<Compiled> ManifestsAsync(string source) => Compiled.FromAsync(new ProjectSettings { IsSchemaOnly = true }, source);

    private static JsonObject Rule(string role, int index) => JsonNode.Parse(role)!["rules"]![index]!.AsObject();

    private static async Task<string> RoleAsync(string source) =>
        Yaml.FromJson(JsonNode.Parse((await ManifestsAsync(Usings + source)).Manifests["rbac/role.yaml"])!);

    private static async Task<IEnumerable<string>> RulesAsync(string source, string usings = Usings) =>
        JsonNode.Parse((await ManifestsAsync(usings + source)).Manifests["rbac/role.yaml"])!["rules"]!.AsArray().Select(rule => rule!.ToJsonString());
}
