using System.Diagnostics;
using EndToEnd.Clusters;
using EndToEnd.Etcd;
using Operon.Cli.Clusters;

namespace EndToEnd;

/// <summary>The same operator outside of the cluster, with nothing but a kubeconfig.</summary>
public sealed class RunTests
{
    [Fact]
    public async Task Operon_run_etcd_forms_a_cluster_from_the_host()
    {
        await using var cluster = await TestCluster.StartAsync();
        var start = new ProcessStartInfo(DotnetHost.Program, [DotnetHost.Assembly("operon.dll"), "run", "etcd", "--kubeconfig", Path.Combine(cluster.Data, "kubeconfig")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var running = Process.Start(start)!;
        var output = running.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            await cluster.KubectlAsync("wait", "--for=create", "crd/etcdclusters.etcd.database.coreos.com", "--timeout=30s");
            await cluster.KubectlAsync("wait", "--for=condition=Established", "crd/etcdclusters.etcd.database.coreos.com", "--timeout=30s");
            await cluster.ApplyAsync("""
                apiVersion: etcd.database.coreos.com/v1beta2
                kind: EtcdCluster
                metadata: {name: from-the-host}
                spec: {size: 3}
                """);
            using var etcd = new EtcdCluster(cluster, "from-the-host");
            await etcd.HasHealthyVotersAsync(3);
        }
        finally
        {
            Signals.Terminate(running.Id);
            await running.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, running.ExitCode);
        Assert.Contains("etcd operator:", await output, StringComparison.Ordinal);
    }
}
