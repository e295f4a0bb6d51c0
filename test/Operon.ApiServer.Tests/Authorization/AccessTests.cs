using System.Text.Json.Nodes;
using Operon.ApiServer.Tests.Hosting;
using Xunit;

namespace Operon.ApiServer.Tests.Authorization;

public sealed class AccessTests
{
    private const string Pods = "/api/v1/namespaces/default/pods";

    [Fact]
    public async Task A_user_without_a_role_is_refused_in_the_well_known_words()
    {
        await using var server = await TestServer.StartAsync();

        var status = await server.SendAsync(HttpMethod.Get, Pods, null, 403, client: server.Client("bob"));

        Assert.Equal("pods is forbidden: User \"bob\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\"", (string)status["message"]!);
        Assert.Equal("Forbidden", (string)status["reason"]!);
    }

    [Fact]
    public async Task A_role_binding_opens_its_namespace_and_no_other()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync("/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles", """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"reader"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["list"]}]}""");
        await server.PostAsync("/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"reader"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"reader"},"subjects":[{"kind":"User","name":"bob","apiGroup":"rbac.authorization.k8s.io"}]}""");
        var bob = server.Client("bob");

        await server.SendAsync(HttpMethod.Get, Pods, null, 200, client: bob);
        await server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/kube-system/pods", null, 403, client: bob);
        await server.SendAsync(HttpMethod.Delete, Pods, null, 403, client: bob);
    }

    [Fact]
    public async Task A_right_on_one_name_is_enough_for_a_list_or_watch_of_that_name()
    {
        await using var server = await TestServer.StartAsync();
        await BindAsync(server, """{"apiGroups":[""],"resources":["configmaps"],"resourceNames":["mine"],"verbs":["list","watch"]}""");
        var bob = server.Client("bob");
        const string Maps = "/api/v1/namespaces/default/configmaps";

        await server.SendAsync(HttpMethod.Get, $"{Maps}?fieldSelector=metadata.name%3Dmine", null, 200, client: bob);
        await server.SendAsync(HttpMethod.Get, $"{Maps}?fieldSelector=metadata.name%3Dother", null, 403, client: bob);
        await server.SendAsync(HttpMethod.Get, $"{Maps}?fieldSelector=metadata.name!%3Dmine", null, 403, client: bob);
        await server.SendAsync(HttpMethod.Get, Maps, null, 403, client: bob);
    }

    [Fact]
    public async Task An_apply_that_creates_needs_the_right_to_create()
    {
        await using var server = await TestServer.StartAsync();
        await BindAsync(server, """{"apiGroups":[""],"resources":["configmaps"],"verbs":["get","patch"]}""");
        var bob = server.Client("bob");
        const string Map = "/api/v1/namespaces/default/configmaps/a";
        const string Body = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"v"}}""";

        var refused = await server.SendAsync(HttpMethod.Patch, $"{Map}?fieldManager=t", Body, 403, "application/apply-patch+yaml", bob);
        Assert.Contains("cannot create resource \"configmaps\"", (string)refused["message"]!, StringComparison.Ordinal);

        await server.PostAsync("/api/v1/namespaces/default/configmaps", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}""");
        await server.SendAsync(HttpMethod.Patch, $"{Map}?fieldManager=t", Body, 200, "application/apply-patch+yaml", bob);
    }

    private static async Task BindAsync(TestServer server, string rule)
    {
        await server.PostAsync("/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles", $$"""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"bobs"},"rules":[{{rule}}]}""");
        await server.PostAsync("/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"bobs"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"bobs"},"subjects":[{"kind":"User","name":"bob","apiGroup":"rbac.authorization.k8s.io"}]}""");
    }

    [Fact]
    public async Task A_service_account_token_works_until_its_account_is_gone()
    {
        await using var server = await TestServer.StartAsync();
        await server.CreateServiceAccountAsync("builder");
        var request = await server.PostAsync("/api/v1/namespaces/default/serviceaccounts/builder/token", """{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{}}""");
        var client = server.ClientWithToken((string)request["status"]!["token"]!);

        var self = await server.SendAsync(HttpMethod.Post, "/apis/authentication.k8s.io/v1/selfsubjectreviews", """{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}""", 201, client: client);
        await server.DeleteAsync("/api/v1/namespaces/default/serviceaccounts/builder");
        var status = await server.SendAsync(HttpMethod.Get, Pods, null, 401, client: client);

        Assert.Equal("system:serviceaccount:default:builder", (string)self["status"]!["userInfo"]!["username"]!);
        Assert.Equal("Unauthorized", (string)status["reason"]!);
    }

    [Fact]
    public async Task A_token_bound_to_a_pod_ends_with_the_pod()
    {
        await using var server = await TestServer.StartAsync();
        await server.CreateServiceAccountAsync();
        var pod = await server.PostAsync(Pods, """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");
        var body = new JsonObject
        {
            ["spec"] = new JsonObject { ["boundObjectRef"] = new JsonObject { ["kind"] = "Pod", ["apiVersion"] = "v1", ["name"] = "p", ["uid"] = pod["metadata"]!["uid"]!.DeepClone() } },
        };
        var request = await server.PostAsync("/api/v1/namespaces/default/serviceaccounts/default/token", body.ToJsonString());
        var client = server.ClientWithToken((string)request["status"]!["token"]!);

        await server.SendAsync(HttpMethod.Get, Pods, null, 403, client: client);
        await server.DeleteAsync($"{Pods}/p");

        await server.SendAsync(HttpMethod.Get, Pods, null, 401, client: client);
    }

    [Fact]
    public async Task Anonymous_requests_see_health_and_version_only()
    {
        await using var server = await TestServer.StartAsync();
        var anonymous = server.Anonymous();

        Assert.Equal("36", (string)(await server.SendAsync(HttpMethod.Get, "/version", null, 200, client: anonymous))["minor"]!);
        Assert.Equal("ok", await anonymous.GetStringAsync(new Uri("/readyz", UriKind.Relative), TestServer.Cancel));
        await server.SendAsync(HttpMethod.Get, Pods, null, 403, client: anonymous);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_unauthorized()
    {
        await using var server = await TestServer.StartAsync();
        await using var other = await TestServer.StartAsync();
        var stranger = other.Host.IssueClientCertificate("admin", "system:masters");
        using var client = server.ClientWithCertificate(stranger);

        await server.SendAsync(HttpMethod.Get, Pods, null, 401, client: client);
    }

    [Fact]
    public async Task Impersonation_needs_the_right_to_impersonate()
    {
        await using var server = await TestServer.StartAsync();
        using var asAdmin = new HttpRequestMessage(HttpMethod.Get, Pods);
        asAdmin.Headers.Add("Impersonate-User", "bob");
        using var asBob = new HttpRequestMessage(HttpMethod.Get, Pods);
        asBob.Headers.Add("Impersonate-User", "admin");
        asBob.Headers.Add("Impersonate-Group", "system:masters");

        using var refusedAsBob = await server.Admin.SendAsync(asAdmin, TestServer.Cancel);
        using var refusedToImpersonate = await server.Client("bob").SendAsync(asBob, TestServer.Cancel);

        Assert.Contains("User \\\"bob\\\" cannot list", await refusedAsBob.Content.ReadAsStringAsync(TestServer.Cancel), StringComparison.Ordinal);
        Assert.Contains("cannot impersonate resource \\\"users\\\"", await refusedToImpersonate.Content.ReadAsStringAsync(TestServer.Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_view_role_aggregates_what_is_labelled_for_it()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync("/apis/rbac.authorization.k8s.io/v1/clusterroles", """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"lease-view","labels":{"rbac.authorization.k8s.io/aggregate-to-view":"true"}},"rules":[{"apiGroups":["coordination.k8s.io"],"resources":["leases"],"verbs":["get"]}]}""");
        await server.PostAsync("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"eve-views"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"},"subjects":[{"kind":"User","name":"eve","apiGroup":"rbac.authorization.k8s.io"}]}""");

        Assert.True(await MayAsync(server, "eve", "get", "coordination.k8s.io", "leases"));
        Assert.True(await MayAsync(server, "eve", "list", "", "pods"));
        Assert.False(await MayAsync(server, "eve", "get", "", "secrets"));
    }

    [Fact]
    public async Task Nobody_grants_rights_they_do_not_have()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync("/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"carol"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"admin"},"subjects":[{"kind":"User","name":"carol","apiGroup":"rbac.authorization.k8s.io"}]}""");
        const string roles = "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles";
        var carol = server.Client("carol");

        await server.SendAsync(HttpMethod.Post, roles, """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"pods"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}""", 201, client: carol);
        var status = await server.SendAsync(HttpMethod.Post, roles, """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"all"},"rules":[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}]}""", 403, client: carol);

        Assert.Contains("is attempting to grant RBAC permissions not currently held", (string)status["message"]!, StringComparison.Ordinal);
    }

    private static async Task<bool> MayAsync(TestServer server, string user, string verb, string group, string resource)
    {
        var review = new JsonObject
        {
            ["apiVersion"] = "authorization.k8s.io/v1",
            ["kind"] = "SubjectAccessReview",
            ["spec"] = new JsonObject
            {
                ["user"] = user,
                ["resourceAttributes"] = new JsonObject { ["namespace"] = "default", ["verb"] = verb, ["group"] = group, ["resource"] = resource },
            },
        };
        return (bool)(await server.PostAsync("/apis/authorization.k8s.io/v1/subjectaccessreviews", review.ToJsonString()))["status"]!["allowed"]!;
    }
}
