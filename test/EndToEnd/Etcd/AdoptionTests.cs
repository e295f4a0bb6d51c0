using EndToEnd.Clusters;

namespace EndToEnd.Etcd;

/// <summary>A cluster that the CoreOS operator made: pods that never restart, data in emptyDir, a status without a cluster ID.</summary>
public sealed class AdoptionTests
{
    private const string Pod = "old-abcdefghij";

    [Fact]
    public async Task Members_of_the_CoreOS_operator_are_taken_over_as_they_are_and_replaced_only_when_they_end()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.KubectlAsync("apply", "-f", Path.Combine(TestCluster.Repository, "deploy/etcd-operator/crd/etcdclusters.yaml"));
        await cluster.KubectlAsync("wait", "--for=condition=Established", "crd/etcdclusters.etcd.database.coreos.com", "--timeout=60s");
        await cluster.ApplyAsync("""
            apiVersion: etcd.database.coreos.com/v1beta2
            kind: EtcdCluster
            metadata: {name: old}
            spec: {size: 1, version: 3.4.23}
            """);
        await LeaveBehindAsync(cluster, await cluster.KubectlAsync("get", "etcd", "old", "-o", "jsonpath={.metadata.uid}"));
        await cluster.KubectlAsync("wait", "--for=condition=Ready", $"pod/{Pod}", "--timeout=60s");
        var uid = await cluster.KubectlAsync("get", "pod", Pod, "-o", "jsonpath={.metadata.uid}");

        await cluster.InstallEtcdOperatorAsync();
        await cluster.KubectlAsync("wait", "--for=condition=Ready", "etcd/old", "--timeout=60s");
        await cluster.KubectlAsync("wait", "--for=condition=Available", "etcd/old", "--timeout=60s");
        Assert.Equal(uid, await cluster.KubectlAsync("get", "pod", Pod, "-o", "jsonpath={.metadata.uid}"));
        Assert.NotEmpty(await cluster.KubectlAsync("get", "etcd", "old", "-o", "jsonpath={.status.clusterID}"));
        Assert.Matches("NAME +SIZE +READY +VERSION +PHASE +AVAILABLE +AGE\\s+old +1 +1/1 +3\\.4\\.23 +Running +True ", await cluster.KubectlAsync("get", "etcd", "old"));
        using var etcd = new EtcdCluster(cluster, "old");
        await etcd.PutAsync("before", "kept");

        await cluster.KubectlAsync("scale", "etcd/old", "--replicas=3");
        await cluster.KubectlAsync("wait", "--for=jsonpath={.status.readyReplicas}=3", "etcd/old", "--timeout=120s");
        await cluster.KubectlAsync("delete", "pod", Pod, "--wait=false");
        await Eventually.TrueAsync(
            "the last pod of the CoreOS operator is replaced",
            async () => !(await cluster.KubectlAsync("get", "pods", "-l", "etcd_cluster=old", "-o", "name")).Contains(Pod, StringComparison.Ordinal)
                && await cluster.KubectlAsync("get", "etcd", "old", "-o", "jsonpath={.status.readyReplicas}") == "3",
            TimeSpan.FromMinutes(3),
            () => ClusterReport.OfAsync(cluster, "old"));
        Assert.Equal("kept", await etcd.GetAsync("before"));
        Assert.DoesNotContain("Never", await cluster.KubectlAsync("get", "pods", "-l", "etcd_cluster=old", "-o", "jsonpath={.items[*].spec.restartPolicy}"), StringComparison.Ordinal);
    }

    // What an operator that is gone has left: Services, a pod in its own form, and its status.
    private static async Task LeaveBehindAsync(TestCluster cluster, string uid)
    {
        var owner = $"[{{apiVersion: etcd.database.coreos.com/v1beta2, kind: EtcdCluster, name: old, uid: {uid}, controller: true}}]";
        await cluster.ApplyAsync($$$"""
            apiVersion: v1
            kind: Service
            metadata: {name: old-client, labels: {app: etcd, etcd_cluster: old}, ownerReferences: {{{owner}}} }
            spec: {ports: [{name: client, port: 2379}], selector: {app: etcd, etcd_cluster: old}}
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: old
              labels: {app: etcd, etcd_cluster: old}
              ownerReferences: {{{owner}}}
              annotations: {service.alpha.kubernetes.io/tolerate-unready-endpoints: "true"}
            spec: {clusterIP: None, publishNotReadyAddresses: true, ports: [{name: client, port: 2379}, {name: peer, port: 2380}], selector: {app: etcd, etcd_cluster: old}}
            ---
            apiVersion: v1
            kind: Pod
            metadata:
              name: {{{Pod}}}
              labels: {app: etcd, etcd_cluster: old, etcd_node: {{{Pod}}}}
              annotations: {etcd.version: 3.4.23}
              ownerReferences: {{{owner}}}
            spec:
              restartPolicy: Never
              automountServiceAccountToken: false
              hostname: {{{Pod}}}
              subdomain: old
              containers:
              - name: etcd
                image: quay.io/coreos/etcd:v3.4.23
                command:
                - /usr/local/bin/etcd
                - --data-dir=/var/etcd/data
                - --name={{{Pod}}}
                - --initial-advertise-peer-urls=http://{{{Pod}}}.old.default.svc:2380
                - --listen-peer-urls=http://0.0.0.0:2380
                - --listen-client-urls=http://0.0.0.0:2379
                - --advertise-client-urls=http://{{{Pod}}}.old.default.svc:2379
                - --initial-cluster={{{Pod}}}=http://{{{Pod}}}.old.default.svc:2380
                - --initial-cluster-state=new
                - --initial-cluster-token=4f7e9a52
                ports: [{name: server, containerPort: 2380}, {name: client, containerPort: 2379}]
                volumeMounts: [{name: etcd-data, mountPath: /var/etcd}]
              volumes: [{name: etcd-data, emptyDir: {}}]
            """);
        var status = "{phase: Running, size: 1, serviceName: old-client, clientPort: 2379, currentVersion: 3.4.23, members: {ready: [" + Pod + "]}}";
        await cluster.KubectlAsync("patch", "etcd", "old", "--subresource=status", "--type=merge", "-p", "status: " + status);
    }
}
