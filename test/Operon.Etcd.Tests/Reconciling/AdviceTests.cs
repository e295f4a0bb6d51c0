using Operon.Etcd.Api;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Etcd.Reconciling;
using Operon.Etcd.Tests.Objects;
using Operon.Etcd.Tests.Planning;
using Xunit;

namespace Operon.Etcd.Tests.Reconciling;

/// <summary>What is done as asked for, though something else would be better.</summary>
public sealed class AdviceTests
{
    private const decimal Gi = 1024 * 1024 * 1024;

    [Theory]
    [InlineData(4, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(0, false)]
    public void An_even_size_is_advised_against_and_carried_out(int size, bool isAdvised) =>
        Assert.Equal(isAdvised ? "EvenSize" : null, Advice(Facts.Desired(size)));

    [Theory]
    [InlineData(7, """{"size": 3}""", false)]
    [InlineData(1, """{"size": 3}""", true)]
    [InlineData(7, """{"size": 3, "options": {"quota-backend-bytes": "8589934592"}}""", true)]
    [InlineData(24, """{"size": 3, "options": {"quota-backend-bytes": "8589934592"}}""", false)]
    public void C6_a_volume_has_room_for_three_times_the_quota(int gibibytes, string spec, bool isAdvised) =>
        Assert.Equal(isAdvised ? "SmallVolume" : null, Advice(Facts.Desired() with { StorageRequest = gibibytes * Gi }, spec));

    private static string? Advice(EtcdDesired desired, string spec = """{"size": 3}""")
    {
        var snapshot = new ClusterSnapshot
        {
            Layout = new ClusterLayout(Clusters.Example(spec)),
            Desired = desired,
            Observed = Facts.Three(),
            Parts = new PodParts(),
            Connections = new Dictionary<string, Etcd.Membership.IMemberConnection>(),
        };
        return StatusBuilder.Build(snapshot, new Settled()).Conditions!.FirstOrDefault(condition => condition.Type == EtcdClusterCondition.Advice)?.Reason;
    }
}
