using EndToEnd.Clusters;

namespace EndToEnd;

/// <summary>Certificates, authentication and users, as people ask for them with kubectl.</summary>
[Collection(nameof(EtcdOperatorCollection))]
public sealed class EtcdSecurityTests(EtcdOperatorCluster shared)
{
    private readonly TestCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Three_members_form_with_certificates_of_their_own_and_ask_for_users()
    {
        await _cluster.ApplyAsync("""
            apiVersion: etcd.database.coreos.com/v1beta2
            kind: EtcdCluster
            metadata: {name: safe}
            spec:
              size: 3
              version: "3.4.23"
              TLS: {auto: {}}
              auth: {enabled: true}
            ---
            apiVersion: etcd.database.coreos.com/v1beta2
            kind: EtcdRole
            metadata: {name: app}
            spec:
              clusterName: safe
              permissions: [{key: app/, prefix: true, permission: readwrite}]
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: alice-password}
            stringData: {password: wonderland}
            ---
            apiVersion: etcd.database.coreos.com/v1beta2
            kind: EtcdUser
            metadata: {name: alice}
            spec: {clusterName: safe, roles: [app], passwordSecret: {name: alice-password}}
            """);
        await HasAsync("etcd", "safe", "{.status.readiness}", "3/3");
        await HasAsync("etcd", "safe", "{.status.auth.enabled}", "true");
        await HasAsync("etcd", "safe", """{.status.conditions[?(@.type=="CertificatesValid")].status}""", "True");
        await HasAsync("etcduser", "alice", """{.status.conditions[?(@.type=="Ready")].status}""", "True");
        Assert.Equal("", await _cluster.KubectlAsync("get", "pods", "-l", "etcd_cluster=safe", "-o", """jsonpath={.items[*].spec.volumes[?(@.secret.secretName=="safe-ca")].name}"""));

        // The secrets are all a client needs.
        Assert.True(await SucceedsAsync("--user=alice:wonderland", "put", "app/key", "value"));
        Assert.False(await SucceedsAsync("--user=alice:wonderland", "put", "other/key", "value"));
        Assert.False(await SucceedsAsync("put", "app/key", "value"));

        // The operator itself is a user too: it goes on changing the membership.
        await _cluster.KubectlAsync("scale", "etcd", "safe", "--replicas=4");
        await HasAsync("etcd", "safe", "{.status.readiness}", "4/4");

        // A new password and a new permission reach etcd.
        await _cluster.KubectlAsync("patch", "secret", "alice-password", "--type=merge", "-p", """{"stringData":{"password":"lookingglass"}}""");
        await _cluster.KubectlAsync("patch", "etcdrole", "app", "--type=merge", "-p", """{"spec":{"permissions":[{"key":"app/","prefix":true,"permission":"read"}]}}""");
        await Eventually.TrueAsync(
            "alice may read with her new password, and write no more",
            async () => await SucceedsAsync("--user=alice:lookingglass", "get", "app/key") && !await SucceedsAsync("--user=alice:lookingglass", "put", "app/key", "other"),
            TimeSpan.FromSeconds(90));

        await _cluster.KubectlAsync("delete", "etcduser", "alice", "--timeout=60s");
        Assert.False(await SucceedsAsync("--user=alice:lookingglass", "get", "app/key"));

        // A role is not held back by a cluster that is gone.
        await _cluster.KubectlAsync("delete", "etcd", "safe", "--timeout=60s");
        await _cluster.KubectlAsync("delete", "etcdrole", "app", "--timeout=60s");
    }

    /// <summary>Runs etcdctl in a pod of its own, as a client of the cluster does.</summary>
    private async Task<bool> SucceedsAsync(params string[] command)
    {
        var name = $"client-{Guid.NewGuid():N}"[..20];
        string[] all = ["etcdctl", "--endpoints=https://safe-client.default.svc:2379", "--cacert=/tls/etcd-client-ca.crt", "--cert=/tls/etcd-client.crt", "--key=/tls/etcd-client.key", .. command];
        await _cluster.ApplyAsync($$$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: {{{name}}}}
            spec:
              restartPolicy: Never
              containers:
                - name: etcdctl
                  image: quay.io/coreos/etcd:v3.4.23
                  command: [{{{string.Join(", ", all.Select(part => $"\"{part}\""))}}}]
                  env: [{name: ETCDCTL_API, value: "3"}]
                  volumeMounts: [{name: tls, mountPath: /tls, readOnly: true}]
              volumes:
                - name: tls
                  secret: {secretName: safe-client-tls}
            """);
        var phase = "";
        await Eventually.TrueAsync(
            $"pod {name} ends",
            async () => (phase = await _cluster.KubectlAsync("get", "pod", name, "-o", "jsonpath={.status.phase}")) is "Succeeded" or "Failed",
            report: () => ClusterReport.OfAsync(_cluster, "safe"));
        await _cluster.KubectlAsync("delete", "pod", name);
        return phase == "Succeeded";
    }

    private Task HasAsync(string kind, string name, string path, string value) => Eventually.TrueAsync(
        $"{path} of {kind} {name} is {value}",
        async () => await _cluster.KubectlAsync("get", kind, name, "-o", $"jsonpath={path}") == value,
        TimeSpan.FromSeconds(180),
        () => ClusterReport.OfAsync(_cluster, "safe"));
}
