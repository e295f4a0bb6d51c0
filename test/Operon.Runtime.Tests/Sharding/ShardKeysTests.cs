using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class ShardKeysTests
{
    // Written down from the first version: another value would let two versions of an operator work on one key during an update.
    [Theory]
    [InlineData("default", "etcd-1", 16, ShardBy.Object, 8)]
    [InlineData("default", "etcd-2", 16, ShardBy.Object, 14)]
    [InlineData(null, "node-1", 16, ShardBy.Object, 7)]
    [InlineData("tenant", "a", 7, ShardBy.Namespace, 1)]
    public void A_key_has_the_same_shard_in_every_version(string? namespaceName, string name, int shards, ShardBy by, int expected) =>
        Assert.Equal(expected, ShardKeys.ShardOf(new ObjectKey(namespaceName, name), shards, by));

    [Fact]
    public void Keys_that_differ_by_a_digit_are_spread_evenly()
    {
        var counts = new int[16];
        foreach (var i in Enumerable.Range(0, 16_000))
        {
            counts[ShardKeys.ShardOf(new ObjectKey("default", $"object-{i}"), 16, ShardBy.Object)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void By_namespace_all_objects_of_a_namespace_have_one_shard_and_cluster_scoped_ones_are_spread()
    {
        Assert.Single(Enumerable.Range(0, 100).Select(i => ShardKeys.ShardOf(new ObjectKey("tenant", $"{i}"), 16, ShardBy.Namespace)).Distinct());
        Assert.Equal(16, Enumerable.Range(0, 500).Select(i => ShardKeys.ShardOf(new ObjectKey(null, $"{i}"), 16, ShardBy.Namespace)).Distinct().Count());
    }

    [Fact]
    public void Keys_of_other_types_go_by_their_text() =>
        Assert.Equal(ShardKeys.ShardOf(("a", 1), 16, ShardBy.Object), ShardKeys.ShardOf("(a, 1)", 16, ShardBy.Object));
}
