using System.Text.Json.Nodes;
using Operon.ApiServer.Tests.Hosting;
using Xunit;

namespace Operon.ApiServer.Tests.Http;

public sealed class WritingTests
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task A_stale_update_conflicts_with_the_well_known_advice()
    {
        await using var server = await TestServer.StartAsync();
        var stale = await server.CreateConfigMapAsync("a");
        await server.PatchAsync($"{ConfigMaps}/a", "merge-patch+json", """{"data":{"k":"v"}}""");

        var status = await server.PutAsync($"{ConfigMaps}/a", stale, 409);

        Assert.Equal("Conflict", (string)status["reason"]!);
        Assert.Equal(
            "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply your changes to the latest version and try again",
            (string)status["message"]!);
    }

    [Fact]
    public async Task A_write_that_changes_nothing_keeps_the_revision_and_wakes_no_watcher()
    {
        await using var server = await TestServer.StartAsync();
        var created = await server.CreateConfigMapAsync("a", """{"k":"v"}""");
        using var watch = await server.WatchAsync($"{ConfigMaps}?watch=true&resourceVersion={created["metadata"]!["resourceVersion"]}");

        var same = await server.PutAsync($"{ConfigMaps}/a", created);
        await server.CreateConfigMapAsync("b");

        Assert.Equal((string)created["metadata"]!["resourceVersion"]!, (string)same["metadata"]!["resourceVersion"]!);
        Assert.Equal("ADDED b", await watch.NextAsync());
    }

    [Fact]
    public async Task Generated_names_extend_their_prefix()
    {
        await using var server = await TestServer.StartAsync();

        var created = await server.PostAsync(ConfigMaps, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"generateName":"web-"}}""");

        Assert.Matches("^web-[bcdfghjklmnpqrstvwxz2456789]{5}$", (string)created["metadata"]!["name"]!);
    }

    [Fact]
    public async Task A_dry_run_answers_like_the_real_thing_and_stores_nothing()
    {
        await using var server = await TestServer.StartAsync();

        var created = await server.PostAsync($"{ConfigMaps}?dryRun=All", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}""");

        Assert.NotNull(created["metadata"]!["uid"]);
        await server.GetAsync($"{ConfigMaps}/a", 404);
    }

    [Fact]
    public async Task Unknown_fields_are_refused_when_strict_and_warned_about_otherwise()
    {
        await using var server = await TestServer.StartAsync();
        const string body = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"dat":{}}""";

        var refused = await server.PostAsync($"{ConfigMaps}?fieldValidation=Strict", body, 400);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var warned = await server.Admin.PostAsync(new Uri(ConfigMaps, UriKind.Relative), content, TestServer.Cancel);

        Assert.Equal("ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown field \"dat\"", (string)refused["message"]!);
        Assert.Contains("unknown field \\\"dat\\\"", warned.Headers.GetValues("Warning").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warnings_reach_the_client_of_a_refused_write_too()
    {
        await using var server = await TestServer.StartAsync();
        using var content = new StringContent("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"A"},"dat":{}}""", System.Text.Encoding.UTF8, "application/json");

        using var refused = await server.Admin.PostAsync(new Uri($"{ConfigMaps}?fieldValidation=Warn", UriKind.Relative), content, TestServer.Cancel);

        Assert.Equal(422, (int)refused.StatusCode);
        Assert.Contains("unknown field", refused.Headers.GetValues("Warning").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Objects_nobody_acts_on_are_stored_with_a_warning()
    {
        await using var server = await TestServer.StartAsync(new ApiServerOptions { Notices = new Dictionary<string, string> { ["configmaps"] = "nobody reads these" } });
        using var noticed = new StringContent("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}""", System.Text.Encoding.UTF8, "application/json");
        using var quota = new StringContent("""{"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"a"}}""", System.Text.Encoding.UTF8, "application/json");

        using var first = await server.Admin.PostAsync(new Uri(ConfigMaps, UriKind.Relative), noticed, TestServer.Cancel);
        using var second = await server.Admin.PostAsync(new Uri("/api/v1/namespaces/default/resourcequotas", UriKind.Relative), quota, TestServer.Cancel);

        Assert.Contains("nobody reads these", first.Headers.GetValues("Warning").Single(), StringComparison.Ordinal);
        Assert.Contains("does not enforce quotas", second.Headers.GetValues("Warning").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removing_the_last_label_leaves_no_empty_map()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(ConfigMaps, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","labels":{"x":"y"}}}""");

        var bare = await server.PatchAsync($"{ConfigMaps}/a", "merge-patch+json", """{"metadata":{"labels":{"x":null}}}""");

        Assert.False(bare["metadata"]!.AsObject().ContainsKey("labels"));
    }

    [Fact]
    public async Task A_config_map_of_more_than_a_mebibyte_is_refused_as_too_long()
    {
        await using var server = await TestServer.StartAsync();

        var status = await server.PostAsync(ConfigMaps, $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"x":"{{{new string('y', (1024 * 1024) + 1)}}}"}}""", 422);

        Assert.Equal("ConfigMap \"a\" is invalid: []: Too long: may not be more than 1048576 bytes", (string)status["message"]!);
    }

    [Fact]
    public async Task Finalizers_hold_an_object_until_the_last_one_is_removed()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(ConfigMaps, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","finalizers":["example.com/hold"]}}""");

        var marked = await server.DeleteAsync($"{ConfigMaps}/a");
        await server.GetAsync($"{ConfigMaps}/a");
        await server.PatchAsync($"{ConfigMaps}/a", "merge-patch+json", """{"metadata":{"finalizers":null}}""");

        Assert.NotNull(marked["metadata"]!["deletionTimestamp"]);
        await server.GetAsync($"{ConfigMaps}/a", 404);
    }

    [Fact]
    public async Task Propagation_policies_become_the_collectors_finalizers()
    {
        await using var server = await TestServer.StartAsync();
        await server.CreateConfigMapAsync("a");

        var marked = await server.DeleteAsync($"{ConfigMaps}/a", """{"propagationPolicy":"Foreground"}""");

        Assert.Equal("foregroundDeletion", (string)marked["metadata"]!["finalizers"]![0]!);
    }

    [Fact]
    public async Task A_delete_with_the_wrong_uid_conflicts()
    {
        await using var server = await TestServer.StartAsync();
        await server.CreateConfigMapAsync("a");

        var status = await server.DeleteAsync($"{ConfigMaps}/a", """{"preconditions":{"uid":"other"}}""", 409);

        Assert.StartsWith("Operation cannot be fulfilled on ConfigMap \"a\": the UID in the precondition (other) does not match the UID in record (", (string)status["message"]!, StringComparison.Ordinal);
        Assert.Equal("ConfigMap", (string)status["details"]!["kind"]!);
    }

    [Fact]
    public async Task A_bound_pod_ends_gracefully_and_an_unbound_one_at_once()
    {
        await using var server = await TestServer.StartAsync();
        await server.CreateServiceAccountAsync();
        await CreatePodAsync(server, "waiting");
        await CreatePodAsync(server, "running");
        await server.PostAsync("/api/v1/namespaces/default/pods/running/binding", """{"apiVersion":"v1","kind":"Binding","metadata":{"name":"running"},"target":{"kind":"Node","name":"n1"}}""");

        await server.DeleteAsync("/api/v1/namespaces/default/pods/waiting");
        var ending = await server.DeleteAsync("/api/v1/namespaces/default/pods/running");

        await server.GetAsync("/api/v1/namespaces/default/pods/waiting", 404);
        Assert.Equal(30, (int)ending["metadata"]!["deletionGracePeriodSeconds"]!);
        await server.DeleteAsync("/api/v1/namespaces/default/pods/running", """{"gracePeriodSeconds":0}""");
        await server.GetAsync("/api/v1/namespaces/default/pods/running", 404);
    }

    [Fact]
    public async Task A_namespace_goes_when_its_finalizer_is_removed_through_finalize()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync("/api/v1/namespaces", """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"team"}}""");

        var ending = await server.DeleteAsync("/api/v1/namespaces/team");
        var refused = await server.PostAsync("/api/v1/namespaces/team/configmaps", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}""", 403);
        ending["spec"]!["finalizers"] = new JsonArray();
        await server.PutAsync("/api/v1/namespaces/team/finalize", ending);

        Assert.Equal("Terminating", (string)ending["status"]!["phase"]!);
        Assert.Equal("NamespaceTerminating", (string)refused["details"]!["causes"]![0]!["reason"]!);
        await server.GetAsync("/api/v1/namespaces/team", 404);
    }

    [Fact]
    public async Task The_main_endpoint_ignores_status_and_the_status_endpoint_everything_else()
    {
        await using var server = await TestServer.StartAsync();
        const string path = "/apis/apps/v1/namespaces/default/deployments";
        await server.PostAsync(path, """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""");

        var main = await server.PatchAsync($"{path}/web", "merge-patch+json", """{"spec":{"replicas":3},"status":{"replicas":9}}""");
        var status = await server.PatchAsync($"{path}/web/status", "merge-patch+json", """{"spec":{"replicas":7},"status":{"replicas":2}}""");

        Assert.Null(main["status"]?["replicas"]);
        Assert.Equal(2, (int)main["metadata"]!["generation"]!);
        Assert.Equal(3, (int)status["spec"]!["replicas"]!);
        Assert.Equal(2, (int)status["status"]!["replicas"]!);
        Assert.Equal(2, (int)status["metadata"]!["generation"]!);
    }

    [Fact]
    public async Task Scale_reads_and_writes_the_replicas_of_a_deployment()
    {
        await using var server = await TestServer.StartAsync();
        const string path = "/apis/apps/v1/namespaces/default/deployments";
        await server.PostAsync(path, """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""");

        var scale = await server.GetAsync($"{path}/web/scale");
        scale["spec"]!["replicas"] = 4;
        await server.PutAsync($"{path}/web/scale", scale);

        Assert.Equal("a=b", (string)scale["status"]!["selector"]!);
        Assert.Equal(4, (int)(await server.GetAsync($"{path}/web"))["spec"]!["replicas"]!);
    }

    [Fact]
    public async Task Concurrent_patches_all_arrive()
    {
        await using var server = await TestServer.StartAsync();
        await server.CreateConfigMapAsync("a");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => server.PatchAsync($"{ConfigMaps}/a", "merge-patch+json", $$$$"""{"data":{"k{{{{i}}}}":"v"}}""")));

        Assert.Equal(4, (await server.GetAsync($"{ConfigMaps}/a"))["data"]!.AsObject().Count);
    }

    [Fact]
    public async Task Bodies_of_other_types_are_refused_with_the_types_that_are_taken()
    {
        await using var server = await TestServer.StartAsync();

        var status = await server.SendAsync(HttpMethod.Post, ConfigMaps, "k8s", 415, "application/cbor");

        Assert.Equal("UnsupportedMediaType", (string)status["reason"]!);
        Assert.Contains("application/json", (string)status["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_of_both_groups_are_the_same_objects()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync("/api/v1/namespaces/default/events", """{"apiVersion":"v1","kind":"Event","metadata":{"name":"e"},"involvedObject":{"kind":"Pod","name":"p","namespace":"default"},"reason":"Started","message":"it runs","type":"Normal"}""");

        var seen = await server.GetAsync("/apis/events.k8s.io/v1/namespaces/default/events/e");

        Assert.Equal("it runs", (string)seen["note"]!);
        Assert.Equal("p", (string)seen["regarding"]!["name"]!);
        var found = await server.GetAsync("/api/v1/namespaces/default/events?fieldSelector=involvedObject.name%3Dp");
        Assert.Single(found["items"]!.AsArray());
    }

    [Fact]
    public async Task Services_get_addresses_of_their_own_and_give_them_back()
    {
        await using var server = await TestServer.StartAsync();
        const string path = "/api/v1/namespaces/default/services";
        var first = await server.PostAsync(path, """{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"},"spec":{"ports":[{"port":80}]}}""");
        var ip = (string)first["spec"]!["clusterIP"]!;
        var taken = $$$$"""{"apiVersion":"v1","kind":"Service","metadata":{"name":"b"},"spec":{"clusterIP":"{{{{ip}}}}","ports":[{"port":80}]}}""";

        await server.PostAsync(path, taken, 422);
        await server.DeleteAsync($"{path}/a");
        var second = await server.PostAsync(path, taken);
        var headless = await server.PostAsync(path, """{"apiVersion":"v1","kind":"Service","metadata":{"name":"h"},"spec":{"clusterIP":"None","ports":[{"port":80}]}}""");

        Assert.StartsWith("10.96.", ip, StringComparison.Ordinal);
        Assert.Equal(ip, (string)second["spec"]!["clusterIP"]!);
        Assert.Equal("None", (string)headless["spec"]!["clusterIPs"]![0]!);
    }

    private static Task<JsonObject> CreatePodAsync(TestServer server, string name) =>
        server.PostAsync("/api/v1/namespaces/default/pods", $$$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{{name}}}}"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");
}
