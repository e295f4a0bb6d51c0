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
        var pod = (await _cluster.KubectlAsync("get", "pods", "-l", "etcd_cluster=safe", "-o", "jsonpath={.items[0].metadata.name}")).Trim();
        await AllowedAsync(pod, ["--user=alice:wonderland", "put", "app/key", "value"], isAllowed: true);
        await AllowedAsync(pod, ["--user=alice:wonderland", "put", "other/key", "value"], isAllowed: false);
        await AllowedAsync(pod, ["put", "app/key", "value"], isAllowed: false);

        // A new password and a new permission reach etcd.
        await _cluster.KubectlAsync("patch", "secret", "alice-password", "--type=merge", "-p", """{"stringData":{"password":"lookingglass"}}""");
        await _cluster.KubectlAsync("patch", "etcdrole", "app", "--type=merge", "-p", """{"spec":{"permissions":[{"key":"app/","prefix":true,"permission":"read"}]}}""");
        await Eventually.TrueAsync("alice may read with her new password, and write no more", async () =>
            (await EtcdctlAsync(pod, ["--user=alice:lookingglass", "get", "app/key"])).Output.Contains("value", StringComparison.Ordinal)
            && (await EtcdctlAsync(pod, ["--user=alice:lookingglass", "put", "app/key", "other"])).ExitCode != 0,
            TimeSpan.FromSeconds(90));

        await _cluster.KubectlAsync("delete", "etcduser", "alice", "--timeout=60s");
        Assert.NotEqual(0, (await EtcdctlAsync(pod, ["--user=alice:lookingglass", "get", "app/key"])).ExitCode);

        // A role is not held back by a cluster that is gone.
        await _cluster.KubectlAsync("delete", "etcd", "safe", "--timeout=60s");
        await _cluster.KubectlAsync("delete", "etcdrole", "app", "--timeout=60s");
    }

    private async Task AllowedAsync(string pod, string[] command, bool isAllowed)
    {
        var result = await EtcdctlAsync(pod, command);
        Assert.True(result.ExitCode == 0 == isAllowed, result.ToString());
    }

    private Task<CommandResult> EtcdctlAsync(string pod, string[] command) => _cluster.TryKubectlAsync(
    [
        "exec", pod, "--", "env", "ETCDCTL_API=3", "etcdctl", "--endpoints=https://localhost:2379", "--cacert=/etc/etcdtls/operator/etcd-tls/etcd-client-ca.crt",
        "--cert=/etc/etcdtls/operator/etcd-tls/etcd-client.crt", "--key=/etc/etcdtls/operator/etcd-tls/etcd-client.key", .. command,
    ]);

    private Task HasAsync(string kind, string name, string path, string value) => Eventually.TrueAsync(
        $"{path} of {kind} {name} is {value}",
        async () => await _cluster.KubectlAsync("get", kind, name, "-o", $"jsonpath={path}") == value,
        TimeSpan.FromSeconds(180),
        () => ClusterReport.OfAsync(_cluster, "safe"));
}
