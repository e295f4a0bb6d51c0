using Operon.Etcd.Objects;
using Xunit;

namespace Operon.Etcd.Tests.Objects;

/// <summary>Which changes of the spec ask for new pods.</summary>
public sealed class PodSpecHashTests
{
    private const string Plain = """{"size": 3}""";

    [Theory]
    [InlineData("""{"size": 5}""")]
    [InlineData("""{"size": 3, "version": "3.5.33", "repository": "mirror/etcd", "paused": true, "options": {}, "pod": {}}""")]
    [InlineData("""{"size": 3, "pod": {"labels": {"a": "b"}, "annotations": {"c": "d"}, "antiAffinity": false, "busyboxImage": ""}}""")]
    [InlineData("""{"size": 3, "pod": {"persistentVolumeClaimSpec": {"resources": {"requests": {"storage": "1Gi"}}}}, "storage": {"deletePolicy": "Retain"}}""")]
    public void Leaves_pods_alone(string spec) => Assert.Equal(Of(Plain), Of(spec));

    [Theory]
    [InlineData("""{"size": 3, "options": {"snapshot-count": "5000"}}""")]
    [InlineData("""{"size": 3, "pod": {"resources": {"limits": {"cpu": "1"}}}}""")]
    [InlineData("""{"size": 3, "pod": {"nodeSelector": {"disk": "fast"}}}""")]
    [InlineData("""{"size": 3, "pod": {"tolerations": [{"key": "etcd", "operator": "Exists"}]}}""")]
    [InlineData("""{"size": 3, "pod": {"etcdEnv": [{"name": "ETCD_SNAPSHOT_COUNT", "value": "1"}]}}""")]
    [InlineData("""{"size": 3, "pod": {"priorityClassName": "high"}}""")]
    [InlineData("""{"size": 3, "pod": {"antiAffinity": true}}""")]
    [InlineData("""{"size": 3, "storage": {"medium": "Memory"}}""")]
    public void Asks_for_new_pods(string spec) => Assert.NotEqual(Of(Plain), Of(spec));

    [Fact]
    public void The_order_of_fields_does_not_matter() => Assert.Equal(
        Of("""{"size": 3, "options": {"a": "1", "b": "2"}, "pod": {"resources": {"limits": {"cpu": "1", "memory": "1Gi"}}}}"""),
        Of("""{"pod": {"resources": {"limits": {"memory": "1Gi", "cpu": "1"}}}, "options": {"b": "2", "a": "1"}, "size": 3}"""));

    // Another operator version must read the same out of the same spec, or it would restart every member: these are written down.
    [Fact]
    public void Is_the_same_in_every_version_of_the_operator()
    {
        Assert.Equal("44136fa355b3678a", Of(Plain));
        Assert.Equal("5927d419236a2ab7", Of("""{"size": 3, "options": {"snapshot-count": "5000"}, "pod": {"nodeSelector": {"disk": "fast"}, "DNSTimeoutInSecond": 5}}"""));
    }

    private static string Of(string spec) => PodSpecHash.Of(Clusters.Example(spec).Spec);
}
