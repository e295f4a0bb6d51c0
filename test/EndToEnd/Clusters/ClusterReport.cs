using System.Text;

namespace EndToEnd.Clusters;

/// <summary>What one needs to see after a failure: the cluster is gone when somebody reads the test's output.</summary>
internal static class ClusterReport
{
    public static async Task<string> OfAsync(TestCluster cluster, string etcdCluster)
    {
        var report = new StringBuilder();
        await AddAsync("get", "pods,services,endpointslices,leases,etcd", "-A", "-o", "wide");
        await AddAsync("describe", "etcd", etcdCluster);
        await AddAsync("get", "pods", "-l", $"etcd_cluster={etcdCluster}", "-o", "yaml");
        await AddAsync("logs", "-l", "name=etcd-operator", "--tail=80");
        await AddAsync("logs", "-l", $"etcd_cluster={etcdCluster}", "--all-containers", "--prefix", "--tail=40");
        report.AppendLine("--- cluster.log").AppendJoin('\n', File.ReadLines(Path.Combine(cluster.Data, "cluster.log")).TakeLast(60)).AppendLine();
        return report.ToString();

        async Task AddAsync(params string[] arguments) =>
            report.AppendLine((await cluster.TryKubectlAsync(arguments)).ToString());
    }
}
