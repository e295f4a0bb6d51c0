using k8s.Models;
using Operon.Kubernetes;
using Xunit;
using static Operon.Testing.Tests.Samples;

namespace Operon.Testing.Tests.Rbac;

public sealed class RoleVerificationTests
{
    private static readonly WriteOptions _apply = new() { FieldManager = "op", Force = true };

    [Fact]
    public async Task Rights_that_are_exactly_those_used_pass()
    {
        await using var cluster = await StartAsync();
        var roles = Rules(Rule("", "configmaps", "get", "create", "patch"));
        var maps = (await cluster.AddUserAsync("op", roles, Cancel)).Resource(ResourceKinds.ConfigMap);

        await maps.ApplyAsync(ConfigMap("a"), _apply, Cancel);
        await maps.GetAsync("default", "a", Cancel);

        cluster.Requests.VerifyRole("op", roles);
        Assert.True(cluster.Requests.CompareRole("op", roles).IsExact);
    }

    [Fact]
    public async Task A_missing_right_is_told_with_its_first_request_and_the_attribute_to_add()
    {
        await using var cluster = await StartAsync();
        var roles = Rules(Rule("", "configmaps", "get"));
        var client = await cluster.AddUserAsync("op", roles, Cancel);
        await client.Resource(ResourceKinds.ConfigMap).FindAsync("default", "a", Cancel);
        await Assert.ThrowsAsync<KubernetesApiException>(() => client.Resource(ResourceKinds.Deployment).ListAsync("default", null, Cancel));
        await Assert.ThrowsAsync<KubernetesApiException>(() => client.Resource(ResourceKinds.Deployment).ListAsync("default", null, Cancel));

        var error = Assert.Throws<TestClusterException>(() => cluster.Requests.VerifyRole("op", roles));

        var right = Assert.Single(cluster.Requests.CompareRole("op", roles).Missing);
        Assert.Equal(("apps", "deployments", "list", "default", 2, 403), (right.Group, right.Resource, right.Verb, right.Namespace, right.Count, right.First.Code));
        Assert.Contains("[Rbac(\"apps\", \"deployments\", Verbs.List)]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_apply_that_creates_needs_create_beside_patch()
    {
        await using var cluster = await StartAsync();
        await cluster.Client.Resource(ResourceKinds.ConfigMap).ApplyAsync(ConfigMap("a"), _apply, Cancel);
        await cluster.Client.Resource(ResourceKinds.ConfigMap).ApplyAsync(ConfigMap("a", "changed"), _apply, Cancel);

        var report = cluster.Requests.CompareRole("operon-test-admin", Rules(Rule("", "configmaps", "patch")));

        Assert.Equal(("create", 1), (Assert.Single(report.Missing).Verb, report.Missing[0].Count));
    }

    [Fact]
    public async Task A_right_nobody_used_is_told_and_can_be_allowed()
    {
        await using var cluster = await StartAsync();
        var roles = Rules(Rule("", "configmaps", "get", "delete"), Rule("apps", "deployments", "watch"));
        var client = await cluster.AddUserAsync("op", roles, Cancel);
        await client.Resource(ResourceKinds.ConfigMap).FindAsync("default", "a", Cancel);

        var error = Assert.Throws<TestClusterException>(() => cluster.Requests.VerifyRole("op", roles));

        Assert.Equal(
            ["/configmaps: delete", "apps/deployments: watch"],
            cluster.Requests.CompareRole("op", roles).Unused.Select(rule => $"{rule.Group}/{rule.Resource}: {string.Join(',', rule.Verbs)}"));
        Assert.Contains("watch            apps deployments", error.Message, StringComparison.Ordinal);
        cluster.Requests.VerifyRole("op", roles, allowUnused: true);
    }

    [Fact]
    public async Task Names_namespaces_and_subresources_narrow_a_right()
    {
        await using var cluster = await StartAsync(new() { Namespaces = ["home", "away"] });
        var named = Rule("", "configmaps", "get", "watch");
        named.ResourceNames = ["a"];
        var roles = new RoleSet(new RoleGrant("op", "home", [named, Rule("", "pods/status", "patch")]));
        var maps = (await cluster.AddUserAsync("op", roles, Cancel)).Resource(ResourceKinds.ConfigMap);
        await maps.FindAsync("home", "a", Cancel);
        await Assert.ThrowsAsync<KubernetesApiException>(() => maps.FindAsync("home", "b", Cancel));
        await Assert.ThrowsAsync<KubernetesApiException>(() => maps.FindAsync("away", "a", Cancel));

        var report = cluster.Requests.CompareRole("op", roles);

        Assert.Equal(["get away a", "get home b"], report.Missing.Select(right => $"{right.Verb} {right.Namespace} {right.First.Name}"));
        Assert.Equal(["configmaps watch", "pods/status patch"], report.Unused.Select(rule => $"{rule.Resource} {string.Join(',', rule.Verbs)}"));
    }

    [Fact]
    public async Task A_collection_that_is_selected_by_name_needs_the_right_on_that_name_only()
    {
        await using var cluster = await StartAsync();
        var named = Rule("", "configmaps", "list");
        named.ResourceNames = ["a"];

        await cluster.Client.Resource(ResourceKinds.ConfigMap).ListAsync("default", new ListOptions { FieldSelector = "metadata.name=a" }, Cancel);

        cluster.Requests.VerifyRole("operon-test-admin", Rules(named));
    }

    [Fact]
    public async Task A_watch_that_begins_with_a_list_needs_list_beside_watch()
    {
        await using var cluster = await StartAsync();
        var options = new WatchOptions { SendInitialEvents = true, Timeout = TimeSpan.FromSeconds(1) };
        await foreach (var _ in cluster.Client.Resource(ResourceKinds.ConfigMap).WatchAsync("default", options, Cancel))
        {
        }

        cluster.Requests.VerifyRole("operon-test-admin", Rules(Rule("", "configmaps", "list", "watch")));
    }

    [Fact]
    public async Task Roles_are_read_from_manifests()
    {
        await using var cluster = await StartAsync();
        var roles = RoleSet.Parse("""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: manager-role}
            rules:
            - {apiGroups: [""], resources: [configmaps], verbs: [get]}
            - {nonResourceURLs: [/metrics], verbs: [get]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: manager-role, namespace: default}
            rules:
            - {apiGroups: [""], resources: [secrets], verbs: ["*"]}
            """);
        var client = await cluster.AddUserAsync("op", roles, Cancel);

        Assert.Null(await client.Resource(ResourceKinds.ConfigMap).FindAsync("kube-system", "a", Cancel));
        Assert.Null(await client.Resource(ResourceKinds.Secret).FindAsync("default", "a", Cancel));

        Assert.Equal("/metrics", Assert.Single(cluster.Requests.CompareRole("op", roles).Unused).Resource);
        Assert.Throws<TestClusterException>(() => RoleSet.Parse("kind: ConfigMap"));
    }

    private static RoleSet Rules(params V1PolicyRule[] rules) => new(new RoleGrant("op", null, rules));

    private static V1PolicyRule Rule(string group, string resource, params string[] verbs) => new() { ApiGroups = [group], Resources = [resource], Verbs = verbs };
}
