using System.Collections.Concurrent;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class CacheScopeTests : IAsyncLifetime
{
    private readonly FakeCluster _cluster = new();
    private readonly CachingOptions _options = new();
    private readonly RunningCaches _caches;
    private readonly IResourceClient<V1ConfigMap> _maps;

    public CacheScopeTests()
    {
        _maps = _cluster.Resource(ResourceKinds.ConfigMap);
        _cluster.Store(ResourceKinds.ConfigMap).ServesStreams = true;
        _caches = new RunningCaches(_cluster, new FakeTimeProvider(), _options, ["one"]);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        foreach (var name in (string[])["one", "two", "three"])
        {
            await _maps.CreateAsync(Make.ConfigMap("a", name, name), Token);
        }
    }

    public ValueTask DisposeAsync() => _caches.DisposeAsync();

    [Fact]
    public async Task Watched_namespaces_change_while_the_cache_runs()
    {
        var informer = _caches.Caches.Get(ResourceKinds.ConfigMap, null);
        var changes = new ConcurrentQueue<string>();
        using var subscription = informer.Subscribe(change => changes.Enqueue($"{(change.New is null ? "gone " : "")}{(change.New ?? change.Old)!.Metadata.NamespaceProperty}"));
        _caches.Start();
        await informer.WaitForSyncAsync(Token);
        Assert.Equal(["one"], Namespaces(informer));

        _caches.Scope.Add("two");
        await Eventually.TrueAsync(() => Namespaces(informer).SequenceEqual(["one", "two"]));
        _caches.Scope.Remove("one");
        await Eventually.TrueAsync(() => Namespaces(informer).SequenceEqual(["two"]));
        _caches.Scope.Set(null);
        await Eventually.TrueAsync(() => Namespaces(informer).SequenceEqual(["one", "three", "two"]));
        Assert.DoesNotContain(changes, change => change.StartsWith("gone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_namespace_that_is_left_out_is_not_watched_any_more()
    {
        var informer = _caches.Caches.Get(ResourceKinds.ConfigMap, null);
        _caches.Start();
        await informer.WaitForSyncAsync(Token);
        _caches.Scope.Set(["two"]);
        await Eventually.TrueAsync(() => Namespaces(informer).SequenceEqual(["two"]));
        await _maps.CreateAsync(Make.ConfigMap("b", "x", "one"), Token);
        await _maps.CreateAsync(Make.ConfigMap("b", "x", "two"), Token);
        await Eventually.TrueAsync(() => informer.List().Count == 2);
        Assert.Equal(["two", "two"], Namespaces(informer));
    }

    [Fact]
    public void Selections_resolve_from_the_ask_to_the_kind_to_the_default()
    {
        _options.Default = new CacheOptions { LabelSelector = "default", FieldSelector = "default", Namespaces = ["default"] };
        _options.ForKind(ResourceKinds.ConfigMap, new CacheOptions { LabelSelector = "kind", PerNamespace = new Dictionary<string, NamespaceSelection> { ["x"] = new() } });
        var asked = _options.Resolve(ResourceKinds.ConfigMap.Type, new CacheOptions { LabelSelector = "asked" });
        Assert.Equal(("asked", "default"), (asked.LabelSelector, asked.FieldSelector));
        Assert.True(asked.PerNamespace!.ContainsKey("x"));
        Assert.Equal("kind", _options.Resolve(ResourceKinds.ConfigMap.Type, null).LabelSelector);
        Assert.Equal(["default"], _options.Resolve(ResourceKinds.Pod.Type, null).Namespaces);
    }

    [Fact]
    public void Each_namespace_can_have_selectors_of_its_own_and_the_rest_too()
    {
        var options = new CacheOptions
        {
            LabelSelector = "app=x",
            FieldSelector = "spec.a=b",
            PerNamespace = new Dictionary<string, NamespaceSelection>
            {
                ["one"] = new() { LabelSelector = "tier in (a,b)" },
                ["two"] = new() { FieldSelector = "metadata.name=settings" },
                [""] = new(),
            },
        };
        var scopes = new CacheSelection(ResourceKinds.ConfigMap.Type, options, _caches.Scope).Scopes();
        Assert.Equal(
            [("one", "tier in (a,b)", "spec.a=b"), ("two", "app=x", "metadata.name=settings"), (null, "app=x", "spec.a=b,metadata.namespace!=one,metadata.namespace!=two")],
            scopes.Select(scope => (scope.Namespace, scope.LabelSelector, scope.Fields)));
        Assert.True(scopes[2].Contains(new ObjectKey("three", "a")));
        Assert.False(scopes[2].Contains(new ObjectKey("one", "a")));
    }

    [Fact]
    public void Equal_selections_share_a_cache_and_others_do_not()
    {
        var caches = _caches.Caches;
        Assert.Same(caches.Get(ResourceKinds.ConfigMap, null), caches.Get(ResourceKinds.ConfigMap, new CacheOptions()));
        Assert.Same(
            caches.Get(ResourceKinds.ConfigMap, new CacheOptions { Namespaces = ["a", "b"] }), caches.Get(ResourceKinds.ConfigMap, new CacheOptions { Namespaces = ["b", "a"] }));
        Assert.NotSame(caches.Get(ResourceKinds.ConfigMap, null), caches.Get(ResourceKinds.ConfigMap, new CacheOptions { FieldSelector = "metadata.name=a" }));
    }

    [Theory]
    [InlineData("a=1", true)]
    [InlineData("a==1,b!=1", true)]
    [InlineData("a in (0, 1),b", true)]
    [InlineData("a notin (1)", false)]
    [InlineData("c notin (1)", true)]
    [InlineData("!c", true)]
    [InlineData("!a", false)]
    [InlineData("c!=3", true)]
    [InlineData("a=1,b in (1)", false)]
    public void Label_selectors_mean_in_a_cache_what_they_mean_to_the_server(string selector, bool matches) =>
        Assert.Equal(matches, LabelRequirements.Parse(selector).Match(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }));

    [Theory]
    [InlineData("a b")]
    [InlineData("a within (b)")]
    [InlineData("=x")]
    public void A_label_selector_that_is_none_is_named(string selector) =>
        Assert.Contains(selector, Assert.Throws<FormatException>(() => LabelRequirements.Parse(selector)).Message, StringComparison.Ordinal);

    private static string[] Namespaces(Informer<V1ConfigMap> informer) =>
        [.. informer.List().Select(map => map.Metadata.NamespaceProperty).Order(StringComparer.Ordinal)];
}
