using Operon.Etcd.Tests.Objects;
using Operon.Etcd.Tests.Planning;
using Operon.Etcd.Tests.Reconciling;
using Xunit;
using static Operon.Etcd.Tests.Planning.Facts;

namespace Operon.Etcd.Tests.Serving;

[Collection(nameof(ServedMetrics))]
public sealed class OperatorMetricsTests
{
    [Fact]
    public async Task The_names_of_the_CoreOS_operator_are_kept_to_the_letter()
    {
        var text = await ServedMetrics.ReadAsync([Clusters.Example()], metrics =>
        {
            metrics.Created();
            metrics.Failed("it \"broke\"");
            metrics.Reconciling("example").Dispose();
        });
        Assert.Contains("\netcd_operator_controller_clusters 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\netcd_operator_controller_clusters_created 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\netcd_operator_controller_clusters_deleted 0\n", text, StringComparison.Ordinal);
        Assert.Contains("\netcd_operator_controller_clusters_modified 0\n", text, StringComparison.Ordinal);
        Assert.Contains("\netcd_operator_controller_clusters_failed 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\netcd_operator_cluster_reconcile_failed{Reason=\"it \\\"broke\\\"\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\netcd_operator_cluster_reconcile_duration_count{ClusterName=\"example\"} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_shows_its_members_and_its_quorum()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b").Down(), Learner("c-c"));
        var cluster = Clusters.Example() with { Status = Snapshots.Status(observed) };
        var text = await ServedMetrics.ReadAsync([cluster]);
        Assert.Contains("etcd_operator_cluster_members{name=\"example\",namespace=\"apps\",state=\"healthy\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("etcd_operator_cluster_members{name=\"example\",namespace=\"apps\",state=\"unhealthy\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("etcd_operator_cluster_members{name=\"example\",namespace=\"apps\",state=\"learner\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("etcd_operator_cluster_size{name=\"example\",namespace=\"apps\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("etcd_operator_cluster_has_quorum{name=\"example\",namespace=\"apps\"} 1\n", text, StringComparison.Ordinal);

        var lost = await ServedMetrics.ReadAsync([cluster with { Status = Snapshots.Status(Three().WithoutQuorum(), before: cluster.Status) }]);
        Assert.Contains("etcd_operator_cluster_has_quorum{name=\"example\",namespace=\"apps\"} 0\n", lost, StringComparison.Ordinal);
        Assert.Contains("etcd_operator_cluster_condition{condition=\"Degraded\",name=\"example\",namespace=\"apps\"} 1\n", lost, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"size": 1}""", " 2147483648\n")]
    [InlineData("""{"size": 1, "maintenance": {"quotaBackendBytes": 4000000000}}""", " 4000000000\n")]
    [InlineData("""{"size": 1, "options": {"quota-backend-bytes": "3000000000"}}""", " 3000000000\n")]
    [InlineData("""{"size": 1, "pod": {"etcdEnv": [{"name": "ETCD_QUOTA_BACKEND_BYTES", "value": "1"}]}}""", null)]
    public async Task The_quota_is_shown_where_the_spec_or_the_default_sets_it(string spec, string? value)
    {
        var text = await ServedMetrics.ReadAsync([Clusters.Example(spec)]);
        const string Series = "etcd_operator_cluster_quota_bytes{name=\"example\",namespace=\"apps\"}";
        Assert.Equal(value is not null, text.Contains(Series + value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Actions_are_counted_by_cluster_and_name()
    {
        var text = await ServedMetrics.ReadAsync([], metrics =>
        {
            metrics.Acted(Clusters.Example(), "AddMember");
            metrics.Acted(Clusters.Example(), "AddMember");
            metrics.Refused(Clusters.Example(), "PromoteLearner");
        });
        Assert.Contains("etcd_operator_cluster_actions_total{action=\"AddMember\",name=\"example\",namespace=\"apps\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("etcd_operator_cluster_action_refusals_total{action=\"PromoteLearner\",name=\"example\",namespace=\"apps\"} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_is_gone_leaves_no_state_behind()
    {
        List<Api.EtcdCluster> clusters = [Clusters.Example()];
        Assert.Contains("etcd_operator_cluster_size{", await ServedMetrics.ReadAsync(clusters), StringComparison.Ordinal);
        clusters.Clear();
        Assert.DoesNotContain("etcd_operator_cluster_size{", await ServedMetrics.ReadAsync(clusters), StringComparison.Ordinal);
    }
}
