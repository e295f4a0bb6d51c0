using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class ShardedKeysTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ShardMap _map = new(1, ShardBy.Object);
    private readonly List<string> _added = [];
    private readonly HashSet<string> _objects = ["a", "b"];
    private readonly ShardedKeys<string> _keys;

    public ShardedKeysTests() => _keys = new ShardedKeys<string>(_map, _objects.Contains, _added.Add, _clock);

    [Fact]
    public void Keys_of_a_foreign_shard_are_put_aside_and_come_when_it_is_taken()
    {
        Assert.False(_keys.TryEnter("a"));
        Assert.False(_keys.TryEnter("b"));
        Assert.Empty(_added);
        _map.Take(0);
        Assert.Equal(["a", "b"], _added.Order());
        Assert.True(_keys.TryEnter("a"));
    }

    [Fact]
    public void Keys_that_were_worked_on_come_again_when_the_shard_comes_back()
    {
        _map.Take(0);
        Assert.True(_keys.TryEnter("a"));
        _keys.Leave("a");
        _map.Drain(0);
        _map.LetGo(0);
        Assert.Empty(_added);
        _map.Take(0);
        Assert.Equal(["a"], _added);
    }

    [Fact]
    public void A_draining_shard_begins_nothing_and_is_drained_when_the_last_has_ended()
    {
        _map.Take(0);
        Assert.True(_keys.TryEnter("a"));
        _map.Drain(0);
        Assert.False(_keys.TryEnter("b"));
        Assert.False(_map.IsDrained(0));
        _keys.Leave("a");
        Assert.True(_map.IsDrained(0));
    }

    [Fact]
    public void A_key_whose_object_has_gone_is_forgotten_when_it_was_worked_on()
    {
        _map.Take(0);
        Assert.True(_keys.TryEnter("gone"));
        _keys.Leave("gone");
        Assert.Equal(0, _keys.Known);
    }

    [Fact]
    public void A_deletion_in_a_foreign_shard_is_kept_for_its_heir_and_forgotten_after_an_hour()
    {
        Assert.False(_keys.TryEnter("gone"));
        Assert.False(_keys.TryEnter("a"));
        Assert.Equal(2, _keys.Known);
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(_keys.TryEnter("gone-later"));
        Assert.Equal(3, _keys.Known);
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.False(_keys.TryEnter("gone-last"));
        _map.Take(0);
        Assert.Equal(["a", "gone-last", "gone-later"], _added.Order());
    }

    [Fact]
    public void A_key_that_came_back_is_not_forgotten()
    {
        Assert.False(_keys.TryEnter("gone"));
        _objects.Add("gone");
        Assert.False(_keys.TryEnter("gone"));
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.False(_keys.TryEnter("other"));
        _map.Take(0);
        Assert.Contains("gone", _added);
    }
}
