using System.Text.Json.Nodes;
using k8s.Models;
using Operon.ApiServer;
using Xunit;

namespace Operon.Kubernetes.Tests;

/// <summary>What the client promises, against a server that stores and judges.</summary>
public sealed class ServerContractTests : IAsyncLifetime
{
    private const string Definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: databases.db.example.com}
        spec:
          group: db.example.com
          scope: Namespaced
          names: {plural: databases, kind: Database}
          versions:
          - name: v1
            served: true
            storage: true
            subresources: {status: {}, scale: {specReplicasPath: .spec.size, statusReplicasPath: .status.size}}
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec: {type: object, properties: {size: {type: integer}, engine: {type: string}}}
                  status: {type: object, properties: {ready: {type: boolean}, endpoint: {type: string}, size: {type: integer}}}
        """;

    private static readonly ResourceType _database = new("db.example.com", "v1", "Database", "databases", true);
    private readonly List<ServerWarning> _warnings = [];
    private ApiServerHost _server = null!;
    private KubernetesClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IResourceClient<V1ConfigMap> Maps => _client.Resource(ResourceKinds.ConfigMap);

    public async ValueTask InitializeAsync()
    {
        _server = await ApiServerHost.StartAsync(new ApiServerOptions(), Token);
        _client = KubernetesClient.Create(KubernetesClientOptions.FromKubeconfigText(_server.Kubeconfig("admin", "system:masters")) with { WarningHandler = _warnings.Add });
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Two_managers_share_an_object_and_a_quarrel_names_the_other_until_one_forces()
    {
        await Maps.ApplyAsync(Map("a", ("x", "1")), new WriteOptions { FieldManager = "first" }, Token);
        await Maps.ApplyAsync(Map("a", ("y", "1")), new WriteOptions { FieldManager = "second" }, Token);
        var e = await Assert.ThrowsAsync<ApplyConflictException>(() => Maps.ApplyAsync(Map("a", ("x", "2"), ("y", "1")), new WriteOptions { FieldManager = "second" }, Token));
        Assert.Equal(new FieldConflict("first", ".data.x", null, null), e.Conflicts.Single());

        var forced = await Maps.ApplyAsync(Map("a", ("x", "2"), ("y", "1")), new WriteOptions { FieldManager = "second", Force = true }, Token);
        Assert.Equal(("2", "1"), (forced.Data["x"], forced.Data["y"]));

        // What a manager no longer applies and nobody else owns goes away.
        var less = await Maps.ApplyAsync(Map("a", ("y", "1")), new WriteOptions { FieldManager = "second" }, Token);
        Assert.Equal(["y"], less.Data.Keys);
    }

    [Fact]
    public async Task A_hand_written_form_is_applied_to_a_custom_resource_and_an_updater_is_named_with_its_version()
    {
        await InstallDefinitionAsync();
        var forms = _client.Resource(new ResourceKind<ApplyTests.DatabaseForm>(_database, KubernetesJson.TypeInfo<ApplyTests.DatabaseForm>(ApplyContext.Default)));
        var untyped = _client.Resource(ResourceKinds.Untyped(_database));
        await untyped.CreateAsync(new UntypedObject { Metadata = Named("d"), Fields = new JsonObject { ["spec"] = new JsonObject { ["engine"] = "a" } } }, Token, new WriteOptions { FieldManager = "user" });

        var form = new ApplyTests.DatabaseForm { Metadata = Named("d"), Status = new ApplyTests.DatabaseFormStatus(Ready: true, Endpoint: null) };
        var applied = await forms.ApplyAsync(form, new WriteOptions { FieldManager = "operator" }, Token, subresource: "status");
        Assert.True(applied.Status!.Ready);

        var e = await Assert.ThrowsAsync<ApplyConflictException>(() => untyped.ApplyAsync(
            new UntypedObject { Metadata = Named("d"), Fields = new JsonObject { ["spec"] = new JsonObject { ["engine"] = "b" } } }, new WriteOptions { FieldManager = "operator" }, Token));
        Assert.Equal(new FieldConflict("user", ".spec.engine", null, "db.example.com/v1"), e.Conflicts.Single());
    }

    [Fact]
    public async Task A_patch_with_an_optimistic_lock_loses_against_a_newer_write_and_one_without_does_not()
    {
        var map = await Maps.CreateAsync(Map("a", ("x", "1")), Token);
        var before = Maps.Kind.Snapshot(map);
        await Maps.PatchAsync("default", "a", Patch.Merge(new JsonObject { ["data"] = new JsonObject { ["z"] = "1" } }), Token);
        map.Data["x"] = "2";

        Assert.Null(await Maps.PatchAsync(before, map, Token, optimisticLock: true).IgnoreConflictAsync());
        var patched = await Maps.PatchAsync(before, map, Token);
        Assert.Equal(("2", "1"), (patched.Data["x"], patched.Data["z"]));
    }

    [Fact]
    public async Task A_dry_run_answers_like_the_real_thing_and_stores_nothing()
    {
        var maps = _client.WithDryRun().Resource(ResourceKinds.ConfigMap);
        Assert.NotNull((await maps.CreateAsync(Map("a"), Token)).Metadata.Uid);
        Assert.Null(await Maps.FindAsync("default", "a", Token));
        await Maps.CreateAsync(Map("a"), Token);
        await maps.DeleteAsync("default", "a", Token);
        Assert.NotNull(await Maps.FindAsync("default", "a", Token));
    }

    [Fact]
    public async Task Unknown_fields_are_refused_warned_about_or_dropped_as_asked()
    {
        await InstallDefinitionAsync();
        var databases = _client.Resource(ResourceKinds.Untyped(_database));
        UntypedObject Misspelt(string name) => new() { Metadata = Named(name), Fields = new JsonObject { ["spec"] = new JsonObject { ["sice"] = 3 } } };

        Assert.True((await Assert.ThrowsAsync<KubernetesApiException>(() => databases.CreateAsync(Misspelt("a"), Token, new WriteOptions { FieldValidation = FieldValidations.Strict }))).IsBadRequest);
        await databases.CreateAsync(Misspelt("b"), Token, new WriteOptions { FieldValidation = FieldValidations.Ignore });
        Assert.Empty(_warnings);
        await databases.CreateAsync(Misspelt("c"), Token, new WriteOptions { FieldValidation = FieldValidations.Warn });
        Assert.Equal("unknown field \"spec.sice\"", Assert.Single(_warnings).Text);
    }

    [Fact]
    public async Task A_delete_of_a_read_object_spares_its_successor_of_the_same_name()
    {
        var first = await Maps.CreateAsync(Map("a"), Token);
        await Maps.DeleteAsync("default", "a", Token);
        await Maps.CreateAsync(Map("a"), Token);
        Assert.False(await Maps.DeleteAsync(first, Token).IgnoreConflictAsync());
        Assert.NotNull(await Maps.FindAsync("default", "a", Token));
    }

    [Fact]
    public async Task A_collection_is_deleted_by_selector_and_listed_page_by_page()
    {
        for (var i = 0; i < 5; i++)
        {
            var map = Map($"m{i}");
            map.Metadata.Labels = new Dictionary<string, string> { ["odd"] = i % 2 == 1 ? "yes" : "no" };
            await Maps.CreateAsync(map, Token);
        }

        var pages = new List<int>();
        await foreach (var page in Maps.ListPagesAsync("default", new ListOptions { LabelSelector = LabelSelectors.Having("odd"), Limit = 2 }, Token))
        {
            pages.Add(page.Items.Count);
        }

        Assert.Equal([2, 2, 1], pages);
        await Maps.DeleteCollectionAsync("default", new ListOptions { LabelSelector = "odd=yes" }, Token);
        var left = new List<string>();
        await foreach (var map in Maps.ListAllAsync("default", new ListOptions { LabelSelector = "odd" }, Token))
        {
            left.Add(map.Metadata.Name);
        }

        Assert.Equal(["m0", "m2", "m4"], left);
    }

    [Fact]
    public async Task Scales_evictions_and_tokens_go_through_their_subresources()
    {
        await InstallDefinitionAsync();
        await _client.Resource(ResourceKinds.Untyped(_database)).CreateAsync(new UntypedObject { Metadata = Named("d"), Fields = new JsonObject { ["spec"] = new JsonObject { ["size"] = 1 } } }, Token);
        var scale = _client.Resource(ResourceKinds.Untyped(_database)).Subresource(Subresources.Scale);
        var current = await scale.GetAsync("default", "d", Token);
        current.Spec.Replicas = 5;
        Assert.Equal(5, (await scale.UpdateAsync("default", "d", current, Token)).Spec.Replicas);

        await _client.Resource(ResourceKinds.ServiceAccount).CreateAsync(new V1ServiceAccount { Metadata = Named("robot") }, Token);
        var token = await _client.Resource(ResourceKinds.ServiceAccount).Subresource(Subresources.Token).CreateAsync(
            "default", "robot", new Authenticationv1TokenRequest { Spec = new V1TokenRequestSpec { Audiences = [], ExpirationSeconds = 600 } }, Token);
        Assert.NotEmpty(token!.Status.Token);

        var pods = _client.Resource(ResourceKinds.Pod);
        await pods.CreateAsync(new V1Pod { Metadata = Named("p"), Spec = new V1PodSpec { ServiceAccountName = "robot", Containers = [new V1Container { Name = "c", Image = "i" }] } }, Token);
        Assert.Null(await pods.Subresource(Subresources.Eviction).CreateAsync("default", "p", new V1Eviction(), Token));
        Assert.Null(await pods.FindAsync("default", "p", Token));
    }

    [Fact]
    public async Task The_mapper_finds_a_definition_installed_after_it_was_asked_for()
    {
        var mapper = new ResourceMapper(_client) { RediscoveryInterval = TimeSpan.Zero };
        Assert.Null(await mapper.FindAsync("db.example.com/v1", "Database", Token));
        Assert.Equal("pods", (await mapper.FindPreferredAsync("", "Pod", Token))!.Plural);
        await InstallDefinitionAsync();
        Assert.Equal(_database, await mapper.GetAsync("db.example.com/v1", "Database", Token));
        Assert.Equal(_database, await mapper.FindResourceAsync("databases.db.example.com", Token));
    }

    [Fact]
    public async Task Every_impersonated_group_counts()
    {
        await using var jane = KubernetesClient.Create(_client.Options with { Impersonate = new Impersonation { User = "jane", Groups = ["dev", "system:masters"] } });
        Assert.Null(await jane.Resource(ResourceKinds.ConfigMap).FindAsync("default", "none", Token));
        var who = await jane.SendJsonAsync(HttpMethod.Post, "/apis/authentication.k8s.io/v1/selfsubjectreviews", new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "SelfSubjectReview" }, Token);
        Assert.Contains("dev", who!["status"]!["userInfo"]!["groups"]!.AsArray().Select(group => group!.ToString()));
    }

    private async Task InstallDefinitionAsync()
    {
        var definition = Yaml.ToJson(Definition)[0].AsObject();
        await _client.Resource(ResourceKinds.Untyped(ResourceKinds.CustomResourceDefinition.Type)).CreateAsync(UntypedObject.FromJson(definition), Token);
        var deadline = TimeProvider.System.GetTimestamp();
        while (await _client.FindResourceTypeAsync("db.example.com/v1", "Database", Token) is null)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromMinutes(1), "the definition is not served");
            await Task.Delay(10, Token);
        }
    }

    private static V1ConfigMap Map(string name, params (string Key, string Value)[] data) => new()
    {
        Metadata = Named(name),
        Data = data.Length == 0 ? null : data.ToDictionary(pair => pair.Key, pair => pair.Value),
    };

    private static V1ObjectMeta Named(string name) => new() { Name = name, NamespaceProperty = "default" };
}
