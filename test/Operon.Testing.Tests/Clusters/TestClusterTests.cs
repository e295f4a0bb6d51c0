using System.Net;
using System.Security.Cryptography.X509Certificates;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Xunit;
using static Operon.Testing.Tests.Samples;

namespace Operon.Testing.Tests.Clusters;

public sealed class TestClusterTests
{
    [Fact]
    public async Task A_cluster_starts_in_the_process_and_serves_objects_over_https()
    {
        await using var cluster = await StartAsync();

        await cluster.Client.Resource(ResourceKinds.ConfigMap).CreateAsync(ConfigMap("a", "1"), Cancel);

        Assert.Equal("https", cluster.Address.Scheme);
        Assert.True(cluster.IsInProcess);
        Assert.Equal("1", (await cluster.Observer.Resource(ResourceKinds.ConfigMap).GetAsync("default", "a", Cancel)).Data["value"]);
    }

    [Fact]
    public async Task Definitions_are_served_with_their_schema_when_the_start_returns()
    {
        await using var cluster = await StartAsync(new() { Manifests = [WidgetCrd, "{apiVersion: example.com/v1, kind: Widget, metadata: {name: a}, spec: {}}"] });

        var widget = await cluster.Client.Resource(Widgets).GetAsync("default", "a", Cancel);
        var tooSmall = await Assert.ThrowsAsync<KubernetesApiException>(() => cluster.ApplyAsync("{apiVersion: example.com/v1, kind: Widget, metadata: {name: b}, spec: {size: 0}}", cancellationToken: Cancel));

        Assert.Equal(3, (int?)widget.Fields["spec"]!["size"]);
        Assert.Equal("Invalid", tooSmall.Reason);
    }

    [Fact]
    public async Task Definitions_come_from_files_and_folders_and_other_kinds_in_them_are_left_out()
    {
        var folder = Directory.CreateTempSubdirectory("operon-crds-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "widget.yaml"), WidgetCrd + "\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: stray}}\n", Cancel);

        await using var cluster = await StartAsync(new() { CrdPaths = [folder.FullName] });
        folder.Delete(recursive: true);

        Assert.NotNull(await cluster.Client.FindResourceTypeAsync("example.com/v1", "Widget", Cancel));
        Assert.Equal(0, await ReadMapsAsync(cluster));
    }

    [Fact]
    public async Task A_path_without_definitions_is_an_error_that_names_it()
    {
        var error = await Assert.ThrowsAsync<TestClusterException>(() => StartAsync(new() { CrdPaths = ["/nowhere/crds"] }));

        Assert.Contains("/nowhere/crds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_without_events_is_answered_at_once()
    {
        await using var cluster = await StartAsync();
        var options = cluster.ClientOptionsFor("watcher", "system:masters");
        using var certificate = X509Certificate2.CreateFromPem(options.ClientCertificatePem, options.ClientKeyPem);
        using var authority = X509Certificate2.CreateFromPem(options.CertificateAuthorityPem);
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { authority } };
        using var handler = new SocketsHttpHandler { SslOptions = { ClientCertificates = [certificate], CertificateChainPolicy = trust } };
        using var http = new HttpClient(handler) { BaseAddress = cluster.Address };
        var version = (await cluster.Observer.Resource(ResourceKinds.ConfigMap).ListAsync("default", null, Cancel)).ResourceVersion;

        using var response = await http.GetAsync(new Uri($"/api/v1/namespaces/default/configmaps?watch=true&resourceVersion={version}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancel)
            .WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Users_have_the_rights_their_rules_give_and_no_others()
    {
        var reader = new TestUser("reader", new V1PolicyRule { ApiGroups = [""], Resources = ["configmaps"], Verbs = ["list"] });
        await using var cluster = await StartAsync(new() { Users = [reader] });
        var maps = cluster.ClientFor("reader").Resource(ResourceKinds.ConfigMap);

        Assert.Empty((await maps.ListAsync("default", null, Cancel)).Items);
        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => maps.CreateAsync(ConfigMap("a"), Cancel));
        Assert.Equal(HttpStatusCode.Forbidden, error.Code);
    }

    [Fact]
    public async Task A_kubeconfig_file_connects_other_programs()
    {
        await using var cluster = await StartAsync();
        var path = Path.Combine(Path.GetTempPath(), $"operon-{Guid.NewGuid():N}.kubeconfig");
        await cluster.WriteKubeconfigAsync(path, cancellationToken: Cancel);
        var options = KubernetesClientOptions.FromKubeconfig(path);
        File.Delete(path);

        await using var client = KubernetesClient.Create(options);
        Assert.NotEmpty((await client.Resource(ResourceKinds.Namespace).ListAsync(null, null, Cancel)).Items);
    }

    [Fact]
    public async Task Waiting_in_vain_says_what_was_waited_for_and_shows_the_last_state()
    {
        await using var cluster = await StartAsync();
        await cluster.CreateAsync(ResourceKinds.ConfigMap, ConfigMap("a", "old"), Cancel);

        var error = await Assert.ThrowsAsync<TestClusterException>(() =>
            cluster.EventuallyAsync(ResourceKinds.ConfigMap, "default", "a", map => map.Data["value"] == "new", TimeSpan.FromMilliseconds(50), cancellationToken: Cancel));

        Assert.Contains("map.Data[\"value\"] == \"new\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("value: old", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_returns_the_object_as_soon_as_the_condition_holds()
    {
        await using var cluster = await StartAsync();
        var waiting = cluster.EventuallyAsync(ResourceKinds.ConfigMap, "default", "a", map => map.Data["value"] == "new", cancellationToken: Cancel);

        await cluster.CreateAsync(ResourceKinds.ConfigMap, ConfigMap("a", "new"), Cancel);

        Assert.Equal("a", (await waiting).Metadata.Name);
    }

    [Fact]
    public async Task Namespaces_of_tests_never_meet()
    {
        await using var cluster = await StartAsync();

        Assert.NotEqual(await cluster.CreateNamespaceAsync(cancellationToken: Cancel), await cluster.CreateNamespaceAsync(cancellationToken: Cancel));
    }

    [Fact]
    public async Task A_server_that_is_down_refuses_connections_and_comes_back_with_its_objects()
    {
        await using var cluster = await StartAsync();
        await cluster.CreateAsync(ResourceKinds.ConfigMap, ConfigMap("a"), Cancel);
        var address = cluster.Address;

        await cluster.GoDownAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => ReadMapsAsync(cluster));
        await cluster.CreateAsync(ResourceKinds.ConfigMap, ConfigMap("b"), Cancel);
        await cluster.ComeBackAsync(Cancel);

        await cluster.EventuallyAsync(async _ => await ReadMapsAsync(cluster) == 2, cancellationToken: Cancel);
        Assert.Equal(address, cluster.Address);
    }

    [Fact]
    public async Task The_clock_of_the_options_dates_objects()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero));
        await using var cluster = await StartAsync(new() { TimeProvider = clock });

        var created = await cluster.CreateAsync(ResourceKinds.ConfigMap, ConfigMap("a"), Cancel);

        Assert.Equal(new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc), created.Metadata.CreationTimestamp);
    }

    [Fact]
    public async Task Built_in_controllers_collect_what_a_deleted_owner_leaves()
    {
        await using var cluster = await StartAsync(new() { BuiltInControllers = true });
        var owner = await cluster.CreateAsync(ResourceKinds.ConfigMap, ConfigMap("owner"), Cancel);
        var owned = ConfigMap("owned");
        owned.Metadata.OwnerReferences = [new V1OwnerReference { ApiVersion = "v1", Kind = "ConfigMap", Name = "owner", Uid = owner.Metadata.Uid }];
        await cluster.CreateAsync(ResourceKinds.ConfigMap, owned, Cancel);

        await cluster.Observer.Resource(ResourceKinds.ConfigMap).DeleteAsync("default", "owner", Cancel);

        await cluster.GoneAsync(ResourceKinds.ConfigMap, "default", "owned", cancellationToken: Cancel);
    }

    [Fact]
    public async Task An_existing_cluster_serves_the_same_tests_but_has_no_faults()
    {
        await using var existing = await StartAsync();
        var path = Path.Combine(Path.GetTempPath(), $"operon-{Guid.NewGuid():N}.kubeconfig");
        await existing.WriteKubeconfigAsync(path, cancellationToken: Cancel);

        await using (var cluster = await TestCluster.StartAsync(new() { Kubeconfig = path, Manifests = [WidgetCrd] }, Cancel))
        {
            var namespaceName = await cluster.CreateNamespaceAsync(cancellationToken: Cancel);
            await cluster.CreateAsync(ResourceKinds.ConfigMap, ConfigMap("a", "", namespaceName), Cancel);
            var error = await Assert.ThrowsAsync<KubernetesApiException>(() => cluster.ClientFor("nobody").Resource(ResourceKinds.ConfigMap).GetAsync(namespaceName, "a", Cancel));

            Assert.Equal(HttpStatusCode.Forbidden, error.Code);
            Assert.Throws<InvalidOperationException>(() => cluster.Faults);
            Assert.NotNull(await existing.Client.FindResourceTypeAsync("example.com/v1", "Widget", Cancel));
        }

        File.Delete(path);
        var namespaces = await existing.Observer.Resource(ResourceKinds.Namespace).ListAsync(null, null, Cancel);
        Assert.All(namespaces.Items.Where(item => item.Metadata.Name.StartsWith("test-", StringComparison.Ordinal)), item => Assert.NotNull(item.Metadata.DeletionTimestamp));
    }
}
