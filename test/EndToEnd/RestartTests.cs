using EndToEnd.Clusters;
using EndToEnd.Etcd;

namespace EndToEnd;

/// <summary>The cluster's process is killed; the next start goes on where it was.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task A_killed_cluster_continues_with_all_objects_and_the_data_of_etcd()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.InstallEtcdOperatorAsync();
        await cluster.ApplyAsync("""
            apiVersion: etcd.database.coreos.com/v1beta2
            kind: EtcdCluster
            metadata: {name: durable}
            spec:
              size: 3
              version: "3.2.13"
              pod:
                persistentVolumeClaimSpec:
                  accessModes: [ReadWriteOnce]
                  resources: {requests: {storage: 64Mi}}
            """);
        using var etcd = new EtcdCluster(cluster, "durable");
        var before = await etcd.HasHealthyVotersAsync(3);
        await etcd.PutAsync("key", "kept");
        await cluster.KubectlAsync("annotate", "etcd", "durable", "written=just-before");
        var objects = await ObjectsAsync(cluster);

        await cluster.KillAsync();
        await cluster.UpAsync();

        Assert.Equal("just-before", await cluster.KubectlAsync("get", "etcd", "durable", "-o", "jsonpath={.metadata.annotations.written}"));
        Assert.Equal(objects, await ObjectsAsync(cluster));
        var after = await etcd.HasHealthyVotersAsync(3);
        Assert.Equal(before.Select(member => member.Id).Order(), after.Select(member => member.Id).Order());
        Assert.Equal("kept", await etcd.GetAsync("key"));
        await cluster.KubectlAsync("wait", "--for=condition=Available", "deployment/etcd-operator", "--timeout=60s");
    }

    private static Task<string> ObjectsAsync(TestCluster cluster) => cluster.KubectlAsync(
        "get", "pods,services,persistentvolumeclaims,persistentvolumes,deployments,secrets,etcdclusters", "-o", "jsonpath={range .items[*]}{.kind}/{.metadata.name} {.metadata.uid}{\"\\n\"}{end}");
}
