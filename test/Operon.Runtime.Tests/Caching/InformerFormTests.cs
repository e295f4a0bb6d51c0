using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

/// <summary>What an informer makes of what a feed tells it, step by step.</summary>
public sealed class InformerFormTests
{
    private static readonly WatchScope _all = new(null, "", null, null);
    private static readonly WatchScope _one = new("one", "", null, null);
    private static readonly WatchScope _two = new("two", "", "app=web", null);
    private static readonly DateTime _noon = new(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);
    private readonly FakeTimeProvider _clock = new();
    private readonly List<ObjectChange<V1ConfigMap>> _changes = [];
    private readonly Informer<V1ConfigMap> _informer;

    public InformerFormTests()
    {
        _informer = Create();
        _informer.Subscribe(_changes.Add);
    }

    private ICacheForm Form => _informer;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Is_synced_when_every_scope_had_its_state_and_not_before()
    {
        Form.SetScopes([_one, _two]);
        Form.Replace(_one, [Seen("a", 5, "one")], 0, "5");
        Assert.False(_informer.HasSynced);
        Assert.False(_informer.WaitForSyncAsync(Token).IsCompleted);

        Form.Replace(_two, [], 0, "7");
        Assert.True(_informer.HasSynced);
        Assert.True(_informer.WaitForSyncAsync(Token).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Is_synced_too_when_the_scope_it_still_waited_for_is_not_watched_any_more()
    {
        var buffered = _informer.SubscribeBuffered("test", (_, _) => ValueTask.CompletedTask);
        Form.SetScopes([_one, _two]);
        Form.Replace(_one, [], 0, "5");
        Assert.False(buffered.HasSynced);

        Form.SetScopes([_one]);
        Assert.True(_informer.HasSynced);
        await buffered.WaitForSyncAsync(Token);
        buffered.Dispose();
    }

    [Fact]
    public void The_first_state_of_a_scope_is_initial_and_later_ones_are_relists()
    {
        Form.SetScopes([_all]);
        Form.Replace(_all, [Seen("a", 5)], 0, "5");
        Form.Replace(_all, [Seen("a", 8), Seen("b", 9)], 0, "9");
        Form.Set(_all, Seen("c", 10), 0);

        Assert.Equal(
            [("a", true, false), ("a", false, true), ("b", false, true), ("c", false, false)],
            _changes.Select(change => (change.New!.Metadata.Name, change.IsInitial, change.IsRelist)));
        Assert.Equal("5", _changes[1].Old!.Metadata.ResourceVersion);
    }

    [Fact]
    public void A_relist_tells_nothing_of_objects_that_did_not_change()
    {
        Form.SetScopes([_all]);
        Form.Replace(_all, [Seen("a", 5)], 0, "5");
        var cached = _informer.Find(Make.Key("a"));
        Form.Replace(_all, [Seen("a", 5)], 0, "9");
        Assert.Single(_changes);
        Assert.Same(cached, _informer.Find(Make.Key("a")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_object_made_again_in_a_gap_is_a_deletion_and_then_a_new_object(bool isRelist)
    {
        Form.SetScopes([_all]);
        Form.Replace(_all, [Seen("a", 5, uid: "first")], 0, "5");

        // The same version on purpose: the uid alone tells them apart.
        var again = Seen("a", 5, uid: "second");
        if (isRelist)
        {
            Form.Replace(_all, [again], 0, "9");
        }
        else
        {
            Form.Set(_all, again, 0);
        }

        Assert.Equal(3, _changes.Count);
        Assert.Equal("first", _changes[1].Old!.Metadata.Uid);
        Assert.Null(_changes[1].New);
        Assert.True(_changes[1].IsFinalStateUnknown);
        Assert.False(_changes[1].IsInitial);
        Assert.Null(_changes[2].Old);
        Assert.Equal("second", _changes[2].New!.Metadata.Uid);
    }

    [Fact]
    public void A_deletion_that_was_seen_brings_the_last_state_and_one_that_was_not_the_last_known()
    {
        Form.SetScopes([_all]);
        Form.Replace(_all, [Seen("seen", 5), Seen("missed", 6)], 0, "6");
        Form.Remove(_all, Seen("seen", 8), 0);
        Form.Replace(_all, [], 0, "9");
        Form.Remove(_all, Seen("missed", 10), 0);

        Assert.Equal(
            [("seen", "8", false), ("missed", "6", true)],
            _changes.Skip(2).Select(change => (change.Old!.Metadata.Name, change.Old.Metadata.ResourceVersion, change.IsFinalStateUnknown)));
        Assert.All(_changes.Skip(2), change => Assert.False(change.IsInitial));
        Assert.Empty(_informer.List());
    }

    [Fact]
    public void A_relist_of_one_scope_leaves_the_objects_of_the_others_alone()
    {
        Form.SetScopes([_one, _two]);
        Form.Replace(_one, [Seen("a", 5, "one")], 0, "5");
        Form.Replace(_two, [Seen("b", 6, "two")], 0, "6");
        Form.Replace(_one, [], 0, "7");
        Assert.Equal("b", Assert.Single(_informer.List()).Metadata.Name);
        Assert.Equal("a", Assert.Single(_changes, change => change.New is null).Old!.Metadata.Name);
    }

    [Fact]
    public void A_scope_out_of_sight_takes_its_objects_along_without_a_word_and_comes_back_as_initial()
    {
        Form.SetScopes([_one, _two]);
        Form.Replace(_one, [Seen("a", 5, "one")], 0, "5");
        Form.Replace(_two, [Seen("b", 6, "two")], 0, "6");
        Form.SetScopes([_two]);
        Assert.Equal("b", Assert.Single(_informer.List()).Metadata.Name);
        Assert.Equal(2, _changes.Count);
        Assert.Equal("6", _informer.ResourceVersionOf());

        Form.SetScopes([_one, _two]);
        Form.Replace(_one, [Seen("a", 8, "one")], 0, "8");
        Assert.True(_changes[2].IsInitial);
        Assert.Null(_changes[2].Old);
    }

    [Fact]
    public void Knows_how_far_each_scope_has_come_and_the_least_of_them()
    {
        Form.SetScopes([_one, _two]);
        Form.Replace(_one, [], 0, "5");
        Form.Replace(_two, [], 0, "9");
        Assert.Equal(("5", "5", "9"), (_informer.ResourceVersionOf(), _informer.ResourceVersionOf("one"), _informer.ResourceVersionOf("two")));
        Assert.Null(_informer.ResourceVersionOf("three"));

        Form.Advance(_one, "10");
        Form.Set(_two, Seen("a", 11, "two"), 0);
        Assert.Equal(("10", "11"), (_informer.ResourceVersionOf(), _informer.ResourceVersionOf("two")));
        Form.Remove(_one, Seen("b", 12, "one"), 0);
        Assert.Equal("12", _informer.ResourceVersionOf("one"));
    }

    [Fact]
    public void Watches_the_keys_of_its_scopes_alone()
    {
        Assert.False(_informer.Watches(new ObjectKey("one", "a")));
        Form.SetScopes([_one, _two]);
        Assert.True(_informer.Watches(new ObjectKey("two", "a")));
        Assert.False(_informer.Watches(new ObjectKey("three", "a")));
    }

    [Fact]
    public void Covers_writes_its_selector_will_show_and_those_to_objects_it_has()
    {
        var web = new Dictionary<string, string> { ["app"] = "web" };
        Form.SetScopes([_one, _two]);
        Form.Replace(_two, [Seen("a", 5, "two")], 0, "5");
        Assert.True(_informer.Covers(Write("one", "x")));
        Assert.False(_informer.Covers(Write("three", "x")));
        Assert.True(_informer.Covers(Write("two", "x") with { Labels = web }));
        Assert.False(_informer.Covers(Write("two", "x")));
        Assert.True(_informer.Covers(Write("two", "a")));
    }

    [Fact]
    public async Task A_write_is_seen_when_the_object_or_its_scope_has_reached_its_version()
    {
        Form.SetScopes([_one, _two]);
        Form.Replace(_one, [Seen("a", 5, "one")], 0, "5");
        Form.Replace(_two, [], 0, "100");
        await _informer.WaitUntilSeenAsync(Write("one", "a", 5), Token);
        await _informer.WaitUntilSeenAsync(Write("three", "a", 50), Token);

        var byObject = _informer.WaitUntilSeenAsync(Write("one", "a", 7), Token);
        var byScope = _informer.WaitUntilSeenAsync(Write("one", "b", 9), Token);
        Form.Set(_one, Seen("a", 6, "one"), 0);
        Assert.False(byObject.IsCompleted);
        Form.Set(_one, Seen("a", 7, "one"), 0);
        await byObject.WaitAsync(TimeSpan.FromSeconds(20), Token);
        Assert.False(byScope.IsCompleted);
        Form.Advance(_one, "9");
        await byScope.WaitAsync(TimeSpan.FromSeconds(20), Token);
    }

    [Fact]
    public async Task A_deletion_is_seen_when_the_object_is_gone_or_going_or_another()
    {
        Form.SetScopes([_all]);
        Form.Replace(_all, [Seen("gone", 5), Seen("going", 5), Seen("another", 5), Seen("kept", 5)], 0, "5");
        var gone = Deleted("gone");
        var going = Deleted("going");
        var another = Deleted("another");
        var kept = Deleted("kept", uid: null);
        Form.Advance(_all, "6");
        Assert.False(gone.IsCompleted || going.IsCompleted || another.IsCompleted);

        Form.Remove(_all, Seen("gone", 7), 0);
        await gone.WaitAsync(TimeSpan.FromSeconds(20), Token);
        var marked = Seen("going", 8);
        marked.Metadata.DeletionTimestamp = _noon;
        Form.Set(_all, marked, 0);
        await going.WaitAsync(TimeSpan.FromSeconds(20), Token);
        Form.Set(_all, Seen("another", 9, uid: "new"), 0);
        await another.WaitAsync(TimeSpan.FromSeconds(20), Token);

        // Without a uid it is not known which incarnation was deleted.
        Form.Set(_all, Seen("kept", 10, uid: "new"), 0);
        Assert.False(kept.IsCompleted);
        Form.Remove(_all, Seen("kept", 11), 0);
        await kept.WaitAsync(TimeSpan.FromSeconds(20), Token);
        Task Deleted(string name, string? uid = "uid") => _informer.WaitUntilSeenAsync(Write("ns", name) with { IsDelete = true, Uid = uid }, Token);
    }

    [Fact]
    public async Task Waiting_for_a_write_ends_with_its_token()
    {
        Form.SetScopes([_all]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = _informer.WaitUntilSeenAsync(Write("ns", "a", 5), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public void Only_a_watch_tells_of_a_new_write_and_each_write_once()
    {
        Form.SetScopes([_all]);
        Form.Replace(_all, [Seen("a", 5, writtenAt: _noon)], 0, "5");
        Form.Replace(_all, [Seen("a", 6, writtenAt: _noon.AddSeconds(1))], 0, "6");
        Assert.Null(Form.Set(_all, Seen("a", 7, writtenAt: _noon.AddSeconds(1)), 0));
        Assert.Equal(_noon.AddSeconds(2), Form.Set(_all, Seen("a", 8, writtenAt: _noon.AddSeconds(2)), 0));
        Assert.Equal([null, null, null, _noon.AddSeconds(2)], _changes.Select(change => change.WrittenAt));
    }

    [Fact]
    public void A_subscriber_that_has_left_hears_nothing_and_the_others_still_do()
    {
        var heard = 0;
        var leaving = _informer.Subscribe(_ => heard++);
        Form.SetScopes([_all]);
        Form.Replace(_all, [Seen("a", 5)], 0, "5");
        leaving.Dispose();
        Form.Set(_all, Seen("b", 6), 0);
        Assert.Equal((1, 2), (heard, _changes.Count));
    }

    [Fact]
    public async Task A_buffered_subscriber_that_comes_late_is_synced_once_it_has_what_is_there()
    {
        Form.SetScopes([_all]);
        Form.Replace(_all, [Seen("a", 5)], 0, "5");
        var heard = new List<string>();
        using var late = _informer.SubscribeBuffered("test", (change, _) =>
        {
            heard.Add($"{change.New!.Metadata.Name} {change.IsInitial}");
            return ValueTask.CompletedTask;
        });
        await late.WaitForSyncAsync(Token);
        Assert.Equal(["a True"], heard);
    }

    [Fact]
    public void Objects_are_cached_as_the_transform_leaves_them()
    {
        var options = new CachingOptions { Transform = resource => ((V1ConfigMap)resource).Data = null };
        var informer = Create(options);
        ((ICacheForm)informer).SetScopes([_all]);
        ((ICacheForm)informer).Replace(_all, [Seen("a", 5)], 0, "5");
        Assert.Null(informer.Find(Make.Key("a"))!.Data);
    }

    [Fact]
    public void Metadata_that_did_not_change_is_kept_from_the_object_before()
    {
        Form.SetScopes([_all]);
        Form.Replace(_all, [Seen("a", 5)], 0, "5");
        var labels = _informer.Find(Make.Key("a"))!.Metadata.Labels;
        Form.Set(_all, Seen("a", 6), 0);
        Assert.Same(labels, _informer.Find(Make.Key("a"))!.Metadata.Labels);
    }

    [Fact]
    public void Describes_itself_with_its_scopes_versions_sizes_and_silence()
    {
        Form.SetScopes([_one, _two, new WatchScope(null, "kube-system", null, "type=x")]);
        Assert.Null(_informer.Describe().SilentSeconds);
        Form.Replace(_one, [Seen("a", 5, "one")], 0, "5");
        _clock.Advance(TimeSpan.FromSeconds(20));
        Form.Replace(_two, [], 0, "6");
        _clock.Advance(TimeSpan.FromSeconds(10));

        var snapshot = _informer.Describe();
        Assert.Equal("one; two, labels app=web; all namespaces, fields type=x,metadata.namespace!=kube-system", snapshot.Selection);
        Assert.Equal(("configmaps", "V1ConfigMap", false, 1, 100L, 30d), (snapshot.Resource, snapshot.Representation, snapshot.HasSynced, snapshot.Objects, snapshot.Bytes, snapshot.SilentSeconds));

        Form.SetScopes([.. Enumerable.Range(0, 10).Select(i => new WatchScope($"n{i}", "", null, null))]);
        Assert.EndsWith("n7 and 2 more", _informer.Describe().Selection, StringComparison.Ordinal);
        Form.SetScopes([.. Enumerable.Range(0, 8).Select(i => new WatchScope($"n{i}", "", null, null))]);
        Assert.EndsWith("n7", _informer.Describe().Selection, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resync_hands_out_every_object_each_period_give_or_take_a_tenth_until_it_is_stopped()
    {
        Form.SetScopes([_all]);
        Form.Replace(_all, [Seen("a", 5), Seen("b", 5)], 0, "5");
        _changes.Clear();
        var heard = 0;
        _informer.Subscribe(change => Interlocked.Add(ref heard, change.Old == change.New ? 1 : 0));
        using var stop = new CancellationTokenSource();
        var run = _informer.RunAsync(stop.Token);
        _clock.Advance(TimeSpan.FromHours(8.9));
        Assert.Empty(_changes);
        _clock.Advance(TimeSpan.FromHours(2.2));
        await Eventually.TrueAsync(() => Volatile.Read(ref heard) == 2);
        Assert.All(_changes, change => Assert.True(change.IsInitial && ReferenceEquals(change.Old, change.New)));

        await stop.CancelAsync();
        await run.WaitAsync(TimeSpan.FromSeconds(20), Token);
        _clock.Advance(TimeSpan.FromHours(12));
        Assert.Equal(2, heard);
    }

    private Informer<V1ConfigMap> Create(CachingOptions? options = null) => new(
        ResourceKinds.ConfigMap,
        new ManagerSettings(_clock, NullLoggerFactory.Instance, TimeSpan.FromHours(10), true, TimeSpan.FromSeconds(5)) { Caching = options ?? new CachingOptions() });

    private static ObservedObject Seen(string name, ulong version, string namespaceName = "ns", string uid = "uid", DateTime? writtenAt = null)
    {
        var map = Make.ConfigMap(name, "value", namespaceName);
        map.Metadata.Uid = uid;
        map.Metadata.ResourceVersion = $"{version}";
        return new ObservedObject(map.Metadata, [new ObservedForm(map, 300)]) { WireBytes = 100, WrittenAt = writtenAt };
    }

    private static PendingWrite Write(string namespaceName, string name, ulong version = 0) =>
        new(ResourceKinds.ConfigMap.Type, new ObjectKey(namespaceName, name), "uid", version, IsDelete: false, null, 0);
}
