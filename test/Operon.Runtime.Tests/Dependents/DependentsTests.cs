using k8s.Models;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class DependentsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static DependentGraph<UntypedObject> Webshop { get; } = DependentGraph.For<UntypedObject>()
        .Add("config", ResourceKinds.ConfigMap, shop => Map(ShopCluster.Spec(shop, "greeting") ?? "hello"))
        .Add("web", ResourceKinds.Deployment, (shop, context) => Web(context.Find<V1ConfigMap>("config")!.Metadata.Name), web => web
            .DependsOn("config")
            .ReadyWhen(deployment => deployment.Status?.AvailableReplicas == 1))
        .Add("route", ResourceKinds.Service, _ => Route(), route => route.DependsOn("web"))
        .Build();

    [Fact]
    public async Task Dependents_are_written_in_order_and_a_second_run_writes_nothing()
    {
        await using var cluster = await ShopCluster.StartAsync();
        var shop = await cluster.CreateShopAsync();
        await cluster.RunAsync(Webshop);
        await cluster.ReachesAsync(result => result["web"].Status == DependentStatus.NotReady);

        Assert.Equal(DependentStatus.Ready, cluster.Last!["config"].Status);
        Assert.Equal(DependentStatus.Blocked, cluster.Last["route"].Status);
        Assert.Equal("waiting for 'web'", cluster.Last["route"].Message);
        Assert.Null(await cluster.FindAsync(ResourceKinds.Service, "corner-route"));
        var map = await cluster.FindAsync(ResourceKinds.ConfigMap, "corner-config");
        Assert.True(OwnerReferences.IsControlledBy(map!, shop));
        Assert.Contains(map!.Metadata.ManagedFields, field => field is { Manager: "shop", Operation: "Apply" });

        await cluster.PatchAsync(ResourceKinds.Deployment, "corner-web", """{"status":{"availableReplicas":1,"readyReplicas":1,"replicas":1,"updatedReplicas":1}}""", "status");
        await cluster.ReachesAsync(result => result.IsReady);
        Assert.NotNull(await cluster.FindAsync(ResourceKinds.Service, "corner-route"));
        Assert.Equal(["apply configmaps", "apply deployments", "apply services"], cluster.Writes);

        var again = await cluster.ReconcileAgainAsync();
        Assert.True(again.IsReady);
        Assert.All(again.Nodes, node => Assert.Equal(DependentOperations.None, node.Operations));
        Assert.Equal(3, cluster.Writes.Count());
    }

    [Fact]
    public async Task A_new_process_writes_nothing_when_nothing_differs()
    {
        await using var cluster = await ShopCluster.StartAsync();
        await cluster.CreateShopAsync();
        await cluster.RunAsync(Webshop);
        await cluster.ReachesAsync(result => result["web"].Status == DependentStatus.NotReady);
        await cluster.PatchAsync(ResourceKinds.Deployment, "corner-web", """{"status":{"availableReplicas":1,"readyReplicas":1,"replicas":1,"updatedReplicas":1}}""", "status");
        await cluster.ReachesAsync(result => result.IsReady);
        await cluster.StopAsync();
        cluster.ForgetWrites();
        cluster.Results.Clear();

        await cluster.RunAsync(Webshop);
        await cluster.ReachesAsync(result => result.IsReady);
        await cluster.ReconcileAgainAsync();
        Assert.Empty(cluster.Writes);
    }

    [Fact]
    public async Task Changes_of_the_desired_state_and_by_others_are_brought_back_and_what_is_deleted_comes_again()
    {
        await using var cluster = await ShopCluster.StartAsync();
        await cluster.CreateShopAsync("""{"greeting":"hello"}""");
        await cluster.RunAsync(DependentGraph.For<UntypedObject>()
            .Add("config", ResourceKinds.ConfigMap, shop => new V1ConfigMap
            {
                Data = ShopCluster.Spec(shop, "greeting") is { } greeting
                    ? new Dictionary<string, string> { ["greeting"] = greeting, ["fixed"] = "x" }
                    : new Dictionary<string, string> { ["fixed"] = "x" },
            })
            .Build());
        await DataIsAsync(cluster, "fixed=x, greeting=hello");

        await cluster.PatchAsync(ResourceKinds.ConfigMap, "corner-config", """{"data":{"greeting":"tampered","extra":"kept"}}""");
        await DataIsAsync(cluster, "extra=kept, fixed=x, greeting=hello");
        await cluster.ChangeShopAsync("""{"greeting":null}""");
        await DataIsAsync(cluster, "extra=kept, fixed=x");

        var before = (await cluster.FindAsync(ResourceKinds.ConfigMap, "corner-config"))!.Metadata.Uid;
        await cluster.Client.Resource(ResourceKinds.ConfigMap).DeleteAsync("default", "corner-config", Token);
        await Eventually.TrueAsync(async () => await cluster.FindAsync(ResourceKinds.ConfigMap, "corner-config") is { } map && map.Metadata.Uid != before);
        await DataIsAsync(cluster, "fixed=x");
    }

    [Fact]
    public async Task A_field_dropped_from_the_desired_state_while_no_process_ran_is_removed()
    {
        await using var cluster = await ShopCluster.StartAsync();
        await cluster.CreateShopAsync();
        await cluster.RunAsync(GraphOf(new V1ConfigMap { Data = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } }));
        await DataIsAsync(cluster, "a=1, b=2");
        await cluster.RunAsync(GraphOf(new V1ConfigMap { Data = new Dictionary<string, string> { ["a"] = "1" } }));
        await DataIsAsync(cluster, "a=1");

        static DependentGraph<UntypedObject> GraphOf(V1ConfigMap map) =>
            DependentGraph.For<UntypedObject>().Add("config", ResourceKinds.ConfigMap, _ => map).Build();
    }

    [Fact]
    public async Task What_is_not_wanted_is_deleted_and_what_depends_on_it_goes_on()
    {
        await using var cluster = await ShopCluster.StartAsync();
        await cluster.CreateShopAsync("""{"greeting":"hello"}""");
        await cluster.RunAsync(DependentGraph.For<UntypedObject>()
            .Add("config", ResourceKinds.ConfigMap, shop => ShopCluster.Spec(shop, "greeting") is { } text ? Map(text) : null)
            .Add("route", ResourceKinds.Service, _ => Route(), route => route.DependsOn("config"))
            .Build());
        await cluster.ReachesAsync(result => result["config"].Status == DependentStatus.Ready && result.IsReady);

        await cluster.ChangeShopAsync("""{"greeting":null}""");
        await cluster.ReachesAsync(result => result["config"].Status == DependentStatus.Absent);
        Assert.True(cluster.Last!.IsReady);
        Assert.Null(await cluster.FindAsync(ResourceKinds.ConfigMap, "corner-config"));
        Assert.NotNull(await cluster.FindAsync(ResourceKinds.Service, "corner-route"));
    }

    [Fact]
    public async Task A_reconcile_condition_that_no_longer_holds_removes_the_branch_in_reverse_order()
    {
        await using var cluster = await ShopCluster.StartAsync();
        await cluster.CreateShopAsync("""{"online":"yes"}""");
        await cluster.RunAsync(DependentGraph.For<UntypedObject>()
            .Add("config", ResourceKinds.ConfigMap, _ => Map("x"))
            .Add("web", ResourceKinds.Secret, _ => new V1Secret(), web => web
                .DependsOn("config")
                .ReconcileWhen(shop => ShopCluster.Spec(shop, "online") == "yes"))
            .Add("route", ResourceKinds.Service, _ => Route(), route => route.DependsOn("web"))
            .Build());
        await cluster.ReachesAsync(result => result.IsReady);

        await cluster.PatchAsync(ResourceKinds.Service, "corner-route", """{"metadata":{"finalizers":["test/hold"]}}""");
        await cluster.ChangeShopAsync("""{"online":"no"}""");
        await cluster.ReachesAsync(result => result["web"].Message == "waiting for 'route' to go");
        Assert.NotNull(await cluster.FindAsync(ResourceKinds.Secret, "corner-web"));

        await cluster.PatchAsync(ResourceKinds.Service, "corner-route", """{"metadata":{"finalizers":null}}""");
        await cluster.ReachesAsync(result => result["web"].Status == DependentStatus.Absent && result["route"].Status == DependentStatus.Absent);
        Assert.Null(await cluster.FindAsync(ResourceKinds.Secret, "corner-web"));
        Assert.NotNull(await cluster.FindAsync(ResourceKinds.ConfigMap, "corner-config"));
    }

    [Fact]
    public async Task Of_a_set_those_that_are_not_in_it_any_more_are_deleted()
    {
        await using var cluster = await ShopCluster.StartAsync();
        await cluster.CreateShopAsync("""{"shards":"a,b,c"}""");
        await cluster.RunAsync(DependentGraph.For<UntypedObject>()
            .AddMany("shard", ResourceKinds.ConfigMap, shop => ShopCluster.Spec(shop, "shards")!.Split(',').ToDictionary(key => key, Map))
            .Build());
        await cluster.ReachesAsync(result => result.IsReady);
        Assert.Equal(["corner-shard-a", "corner-shard-b", "corner-shard-c"], await ShardsAsync());

        await cluster.ChangeShopAsync("""{"shards":"b,d"}""");
        await Eventually.TrueAsync(() => cluster.Results.Any(result => result["shard"].Operations == (DependentOperations.Created | DependentOperations.Deleted)));
        Assert.Equal(["corner-shard-b", "corner-shard-d"], await ShardsAsync());

        async Task<IEnumerable<string>> ShardsAsync() =>
            (await cluster.Client.Resource(ResourceKinds.ConfigMap).ListAsync("default", null, Token)).Items
            .Select(map => map.Metadata.Name).Where(name => name.StartsWith("corner-", StringComparison.Ordinal)).Order();
    }

    [Fact]
    public async Task A_failing_branch_does_not_stop_the_others_and_is_tried_again()
    {
        await using var cluster = await ShopCluster.StartAsync();
        await cluster.CreateShopAsync();
        var failures = 0;
        await cluster.RunAsync(DependentGraph.For<UntypedObject>()
            .Add("bad", ResourceKinds.ConfigMap, _ => Interlocked.Increment(ref failures) < 3 ? throw new InvalidOperationException("no such flavour") : Map("x"))
            .Add("after-bad", ResourceKinds.ConfigMap, _ => Map("x"), one => one.DependsOn("bad"))
            .Add("good", ResourceKinds.ConfigMap, _ => Map("x"))
            .Build());
        await cluster.ReachesAsync(result => result.IsReady);

        var first = cluster.Results.First();
        Assert.Equal(
            [DependentStatus.Failed, DependentStatus.Blocked, DependentStatus.Ready], new[] { "bad", "after-bad", "good" }.Select(name => first[name].Status));
        Assert.Equal("no such flavour", first["bad"].Error!.Message);
        var condition = first.ToCondition();
        Assert.Equal(("Ready", "False", "Failed", "bad: no such flavour; after-bad: waiting for 'bad'"), (condition.Type, condition.Status, condition.Reason, condition.Message));
        var error = Assert.Throws<DependentGraphException>(first.ThrowIfFailed);
        Assert.Equal("dependent 'bad': no such flavour", error.Message);
        Assert.Equal("True", cluster.Last!.ToCondition().Status);
    }

    [Fact]
    public async Task Objects_of_another_controller_are_left_alone_and_their_owner_is_named()
    {
        await using var cluster = await ShopCluster.StartAsync();
        var map = Map("foreign");
        map.Metadata = new V1ObjectMeta
        {
            Name = "corner-config",
            NamespaceProperty = "default",
            OwnerReferences = [new V1OwnerReference { ApiVersion = "example.com/v1", Kind = "Bakery", Name = "pretzel", Uid = "1", Controller = true }],
        };
        await cluster.Client.Resource(ResourceKinds.ConfigMap).CreateAsync(map, Token);
        await cluster.CreateShopAsync();
        await cluster.RunAsync(DependentGraph.For<UntypedObject>().Add("config", ResourceKinds.ConfigMap, _ => Map("ours")).Build());
        await cluster.ReachesAsync(result => result["config"].Status == DependentStatus.Failed);

        var error = Assert.IsType<OwnedByAnotherException>(cluster.Last!["config"].Error);
        Assert.Contains("ConfigMap default/corner-config is controlled by Bakery pretzel", error.Message, StringComparison.Ordinal);
        await DataIsAsync(cluster, "text=foreign");
        Assert.Empty(cluster.Writes);
    }

    [Fact]
    public async Task One_that_appears_just_before_the_write_is_left_alone_too()
    {
        await using var cluster = await ShopCluster.StartAsync();
        await cluster.CreateShopAsync();

        // The same content: only the two owners disagree.
        var foreign = Map("same");
        foreign.Metadata = new V1ObjectMeta
        {
            Name = "corner-config",
            NamespaceProperty = "default",
            OwnerReferences = [new V1OwnerReference { ApiVersion = "example.com/v1", Kind = "Bakery", Name = "pretzel", Uid = "1", Controller = true }],
        };
        var rival = new FakeExternal { Creating = () => cluster.Client.Resource(ResourceKinds.ConfigMap).CreateAsync(foreign, Token) };
        await cluster.RunAsync(DependentGraph.For<UntypedObject>()
            .AddExternal("rival", rival)
            .Add("config", ResourceKinds.ConfigMap, _ => Map("same"), config => config.DependsOn("rival"))
            .Build());
        await cluster.ReachesAsync(result => result["config"].Status == DependentStatus.Failed);
        Assert.Equal("pretzel", Assert.Single((await cluster.FindAsync(ResourceKinds.ConfigMap, "corner-config"))!.Metadata.OwnerReferences).Name);
    }

    [Fact]
    public async Task An_object_that_was_there_before_is_a_conflict_that_names_its_writer_unless_it_agrees()
    {
        await using var cluster = await ShopCluster.StartAsync();
        var map = Map("by hand");
        map.Metadata = new V1ObjectMeta { Name = "corner-config", NamespaceProperty = "default" };
        await cluster.Client.Resource(ResourceKinds.ConfigMap).CreateAsync(map, Token, new WriteOptions { FieldManager = "kubectl-create" });
        await cluster.CreateShopAsync();
        await cluster.RunAsync(DependentGraph.For<UntypedObject>().Add("config", ResourceKinds.ConfigMap, shop => Map(ShopCluster.Spec(shop, "text") ?? "ours")).Build());
        await cluster.ReachesAsync(result => result["config"].Status == DependentStatus.Failed);
        Assert.Contains("kubectl-create", cluster.Last!["config"].Message!, StringComparison.Ordinal);
        await DataIsAsync(cluster, "text=by hand");

        await cluster.ChangeShopAsync("""{"text":"by hand"}""");
        await cluster.ReachesAsync(result => result.IsReady);
        Assert.NotNull(OwnerReferences.ControllerOf((await cluster.FindAsync(ResourceKinds.ConfigMap, "corner-config"))!));
    }

    [Fact]
    public async Task A_read_only_dependent_is_waited_for_and_never_written()
    {
        await using var cluster = await ShopCluster.StartAsync();
        await cluster.CreateShopAsync();
        await cluster.RunAsync(DependentGraph.For<UntypedObject>()
            .AddReadOnly("password", ResourceKinds.Secret, _ => new ObjectKey("default", "database"), password => password
                .ReadyWhen(secret => secret.Data?.ContainsKey("password") == true))
            .Add("config", ResourceKinds.ConfigMap, (_, context) => Map(System.Text.Encoding.UTF8.GetString(context.Find<V1Secret>("password")!.Data["password"])), config => config.DependsOn("password"))
            .Build());
        await cluster.ReachesAsync(result => result["password"].Message == "Secret default/database does not exist");

        await cluster.Client.Resource(ResourceKinds.Secret).CreateAsync(new V1Secret { Metadata = new V1ObjectMeta { Name = "database", NamespaceProperty = "default" } }, Token);
        await cluster.ReachesAsync(result => result["password"].Message == "Secret default/database is not ready");
        await cluster.PatchAsync(ResourceKinds.Secret, "database", """{"data":{"password":"c2VzYW1l"}}""");
        await DataIsAsync(cluster, "text=sesame");
        Assert.Equal(["apply configmaps"], cluster.Writes);
    }

    [Fact]
    public async Task Dependents_of_a_kind_the_server_does_not_have_wait_for_it_without_holding_up_the_rest()
    {
        await using var cluster = await ShopCluster.StartAsync();
        await cluster.CreateShopAsync();
        var monitors = ResourceKinds.Untyped(new ResourceType("example.com", "v1", "Monitor", "monitors", IsNamespaced: true));
        await cluster.RunAsync(DependentGraph.For<UntypedObject>()
            .Add("config", ResourceKinds.ConfigMap, _ => Map("x"))
            .Add("monitor", monitors, _ => new UntypedObject { Fields = new() { ["spec"] = new System.Text.Json.Nodes.JsonObject { ["port"] = 80 } } }, monitor => monitor
                .ActiveWhenServed(TimeSpan.FromMilliseconds(50)))
            .Add("alert", ResourceKinds.Secret, _ => new V1Secret(), alert => alert.DependsOn("monitor"))
            .Build());
        await cluster.ReachesAsync(result => result.IsReady);
        Assert.Equal(DependentStatus.Inactive, cluster.Last!["monitor"].Status);
        Assert.Equal(DependentStatus.Inactive, cluster.Last["alert"].Status);

        await cluster.InstallAsync("Monitor", "monitors");
        await cluster.ReachesAsync(result => result["monitor"].Status == DependentStatus.Ready && result["alert"].Status == DependentStatus.Ready);

        // From now on it is watched.
        await cluster.Client.Resource(monitors).DeleteAsync("default", "corner-monitor", Token);
        await Eventually.TrueAsync(async () => await cluster.FindAsync(monitors, "corner-monitor") is not null);
    }

    [Fact]
    public async Task An_inactive_dependent_is_not_touched()
    {
        await using var cluster = await ShopCluster.StartAsync();
        await cluster.CreateShopAsync("""{"online":"yes"}""");
        await cluster.RunAsync(DependentGraph.For<UntypedObject>()
            .Add("config", ResourceKinds.ConfigMap, _ => Map("x"), config => config.ActiveWhen(shop => ShopCluster.Spec(shop, "online") == "yes"))
            .Build());
        await cluster.ReachesAsync(result => result["config"].Status == DependentStatus.Ready);
        await cluster.ChangeShopAsync("""{"online":"no"}""");
        await cluster.ReachesAsync(result => result["config"].Status == DependentStatus.Inactive);
        Assert.True(cluster.Last!.IsReady);
        Assert.NotNull(await cluster.FindAsync(ResourceKinds.ConfigMap, "corner-config"));
    }

    [Fact]
    public async Task Deletion_goes_in_reverse_order_and_holds_the_primary_object_until_all_are_gone()
    {
        await using var cluster = await ShopCluster.StartAsync();
        await cluster.CreateShopAsync();
        await cluster.RunAsync(DependentGraph.For<UntypedObject>()
            .Add("config", ResourceKinds.ConfigMap, _ => Map("x"))
            .Add("route", ResourceKinds.Service, _ => Route(), route => route.DependsOn("config"))
            .DeleteInOrder()
            .Build());
        await cluster.ReachesAsync(result => result.IsReady);
        Assert.Equal(["example.com/shop-dependents"], (await cluster.FindShopAsync())!.Metadata.Finalizers);

        await cluster.PatchAsync(ResourceKinds.Service, "corner-route", """{"metadata":{"finalizers":["test/hold"]}}""");
        await cluster.DeleteShopAsync();
        await cluster.ReachesAsync(result => result.IsDeleting && result["config"].Message == "waiting for 'route' to go");
        Assert.NotNull(await cluster.FindAsync(ResourceKinds.ConfigMap, "corner-config"));
        Assert.NotNull(await cluster.FindShopAsync());

        await cluster.PatchAsync(ResourceKinds.Service, "corner-route", """{"metadata":{"finalizers":null}}""");
        await Eventually.TrueAsync(async () => await cluster.FindShopAsync() is null);
        Assert.Null(await cluster.FindAsync(ResourceKinds.ConfigMap, "corner-config"));
        Assert.Equal(["delete services", "delete configmaps"], cluster.Writes.Where(write => write.StartsWith("delete", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_deletion_condition_holds_back_what_comes_after()
    {
        await using var cluster = await ShopCluster.StartAsync();
        await cluster.CreateShopAsync();
        var drained = false;
        await cluster.RunAsync(DependentGraph.For<UntypedObject>()
            .Add("config", ResourceKinds.ConfigMap, _ => Map("x"))
            .Add("route", ResourceKinds.Service, _ => Route(), route => route.DependsOn("config").DeletedWhen((_, _) => Volatile.Read(ref drained)))
            .Build());
        await cluster.ReachesAsync(result => result.IsReady);
        await cluster.DeleteShopAsync();
        await cluster.ReachesAsync(result => result["route"].Message == "its deletion condition does not hold yet");
        Assert.Null(await cluster.FindAsync(ResourceKinds.Service, "corner-route"));
        Assert.NotNull(await cluster.FindAsync(ResourceKinds.ConfigMap, "corner-config"));

        Volatile.Write(ref drained, true);
        cluster.Controller.Enqueue(ShopCluster.Key);
        await Eventually.TrueAsync(async () => await cluster.FindShopAsync() is null);
    }

    [Fact]
    public async Task Without_a_need_for_order_deletion_is_left_to_garbage_collection()
    {
        await using var cluster = await ShopCluster.StartAsync();
        await cluster.CreateShopAsync();
        await cluster.RunAsync(DependentGraph.For<UntypedObject>().Add("config", ResourceKinds.ConfigMap, _ => Map("x")).Build());
        await cluster.ReachesAsync(result => result.IsReady);
        Assert.Null((await cluster.FindShopAsync())!.Metadata.Finalizers);
        await cluster.DeleteShopAsync();
        Assert.Null(await cluster.FindShopAsync());
        Assert.Equal(["apply configmaps"], cluster.Writes);
    }

    [Fact]
    public async Task Capabilities_limit_what_is_written_and_what_may_not_be_deleted_outlives_the_primary_object()
    {
        await using var cluster = await ShopCluster.StartAsync();
        await cluster.CreateShopAsync("""{"text":"1"}""");
        await cluster.RunAsync(DependentGraph.For<UntypedObject>()
            .Add("config", ResourceKinds.ConfigMap, shop => Map(ShopCluster.Spec(shop, "text")!), config => config.Can(DependentCapabilities.Create))
            .Add("missing", ResourceKinds.Secret, _ => new V1Secret(), missing => missing.Can(DependentCapabilities.Update))
            .Build());
        await cluster.ReachesAsync(result => result["config"].Status == DependentStatus.Ready);
        Assert.Equal("Secret default/corner-missing does not exist", cluster.Last!["missing"].Message);

        await cluster.ChangeShopAsync("""{"text":"2"}""");
        await cluster.ReachesAsync(result => ShopCluster.Spec(result.Primary, "text") == "2");
        await DataIsAsync(cluster, "text=1");
        var map = await cluster.FindAsync(ResourceKinds.ConfigMap, "corner-config");
        Assert.Null(map!.Metadata.OwnerReferences);

        // A later object of the same name takes it up again.
        await cluster.DeleteShopAsync();
        var next = await cluster.CreateShopAsync("""{"text":"3"}""");
        await cluster.ReachesAsync(result => result.Primary.Metadata.Uid == next.Metadata.Uid && result["config"].Status == DependentStatus.Ready);
        Assert.Equal(["apply configmaps"], cluster.Writes);
    }

    [Fact]
    public async Task A_dependent_in_another_namespace_needs_ordered_deletion_and_is_then_deleted_with_its_owner()
    {
        await using var cluster = await ShopCluster.StartAsync();
        await cluster.CreateShopAsync();
        await cluster.Client.Resource(ResourceKinds.Namespace).CreateAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = "elsewhere" } }, Token);
        var graph = DependentGraph.For<UntypedObject>().Add("config", ResourceKinds.ConfigMap, _ => new V1ConfigMap { Metadata = new V1ObjectMeta { NamespaceProperty = "elsewhere" } });
        await cluster.RunAsync(graph.Build());
        await cluster.ReachesAsync(result => result["config"].Status == DependentStatus.Failed);
        Assert.Contains("DeleteInOrder()", cluster.Last!["config"].Message!, StringComparison.Ordinal);

        await cluster.RunAsync(graph.DeleteInOrder().Build());
        await cluster.ReachesAsync(result => result.IsReady);
        var maps = cluster.Client.Resource(ResourceKinds.ConfigMap);
        Assert.NotNull(await maps.FindAsync("elsewhere", "default-corner-config", Token));

        // Watched, though there is no owner reference.
        await maps.DeleteAsync("elsewhere", "default-corner-config", Token);
        await Eventually.TrueAsync(async () => await maps.FindAsync("elsewhere", "default-corner-config", Token) is not null);

        await cluster.DeleteShopAsync();
        await Eventually.TrueAsync(async () => await cluster.FindShopAsync() is null);
        Assert.Null(await maps.FindAsync("elsewhere", "default-corner-config", Token));
    }

    [Fact]
    public async Task Independent_dependents_are_reconciled_at_the_same_time()
    {
        await using var cluster = await ShopCluster.StartAsync();
        await cluster.CreateShopAsync();

        // Each returns only when both have been called.
        using var together = new CountdownEvent(2);
        var both = new TaskCompletionSource();
        var external = new FakeExternal
        {
            Creating = async () =>
            {
                if (together.Signal())
                {
                    both.SetResult();
                }

                await both.Task;
            },
        };
        await cluster.RunAsync(DependentGraph.For<UntypedObject>().AddExternal("one", external).AddExternal("two", external).Build());
        await cluster.ReachesAsync(result => result.IsReady);
        Assert.Equal(2, external.Objects.Count);
    }

    [Fact]
    public async Task An_external_dependent_is_created_once_by_a_stored_id_updated_and_deleted_before_the_primary_object_goes()
    {
        await using var cluster = await ShopCluster.StartAsync();
        await cluster.CreateShopAsync("""{"text":"1"}""");
        var external = new FakeExternal();
        await cluster.RunAsync(DependentGraph.For<UntypedObject>().AddExternal("dns", external).Build());
        await cluster.ReachesAsync(result => result.IsReady);
        var id = Assert.Single(external.Objects).Key;
        Assert.Equal(id, (await cluster.FindShopAsync())!.Metadata.Annotations["external.operon.dev/dns"]);
        Assert.Equal(id, cluster.Results.First(result => result.IsReady).Primary.Metadata.Annotations["external.operon.dev/dns"]);

        await cluster.ChangeShopAsync("""{"text":"2"}""");
        await Eventually.TrueAsync(() => external.Objects[id] == "2");
        await cluster.RunAsync(DependentGraph.For<UntypedObject>().AddExternal("dns", external).Build());
        await cluster.ReconcileAgainAsync();
        Assert.Single(external.Objects);

        external.IsHeld = true;
        await cluster.DeleteShopAsync();
        await cluster.ReachesAsync(result => result is { IsDeleting: true } && result["dns"].Status == DependentStatus.Deleting);
        Assert.NotNull(await cluster.FindShopAsync());
        external.IsHeld = false;
        cluster.Controller.Enqueue(ShopCluster.Key);
        await Eventually.TrueAsync(async () => await cluster.FindShopAsync() is null);
        Assert.Empty(external.Objects);
    }

    private static V1ConfigMap Map(string text) => new() { Data = new Dictionary<string, string> { ["text"] = text } };

    private static V1Deployment Web(string config) => new()
    {
        Spec = new V1DeploymentSpec
        {
            Replicas = 1,
            Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "web" } },
            Template = new V1PodTemplateSpec
            {
                Metadata = new V1ObjectMeta { Labels = new Dictionary<string, string> { ["app"] = "web" } },
                Spec = new V1PodSpec
                {
                    Containers =
                    [
                        new V1Container
                        {
                            Name = "web",
                            Image = "web:1",
                            EnvFrom = [new V1EnvFromSource { ConfigMapRef = new V1ConfigMapEnvSource { Name = config } }],
                            Ports = [new V1ContainerPort { ContainerPort = 80 }],
                            Resources = new V1ResourceRequirements { Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("1000m"), ["memory"] = new("1Gi") } },
                        },
                    ],
                },
            },
        },
    };

    private static V1Service Route() => new()
    {
        Spec = new V1ServiceSpec
        {
            Selector = new Dictionary<string, string> { ["app"] = "web" },
            Ports = [new V1ServicePort { Port = 80, TargetPort = 80 }],
        },
    };

    private static Task DataIsAsync(ShopCluster cluster, string expected) => Eventually.TrueAsync(async () =>
        await cluster.FindAsync(ResourceKinds.ConfigMap, "corner-config") is { } map
        && string.Join(", ", (map.Data ?? new Dictionary<string, string>()).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")) == expected, expected);
}
