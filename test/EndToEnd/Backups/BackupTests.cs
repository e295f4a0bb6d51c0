using System.Text.Json.Nodes;
using EndToEnd.Clusters;
using EndToEnd.Etcd;
using Operon.Etcd.Versions;

namespace EndToEnd.Backups;

/// <summary>Backups into an object store and a volume, and restores from them, as people do them with kubectl.</summary>
[Collection(nameof(BackupCollection))]
public sealed class BackupTests(BackupCluster shared)
{
    private const string Claims = """
        , "pod": {"persistentVolumeClaimSpec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}
        """;

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(120);
    private readonly TestCluster _cluster = shared.Cluster;

    [Fact]
    public async Task A_tested_encrypted_backup_is_restored_in_place_though_the_operator_dies_meanwhile()
    {
        await CreateClusterAsync("inplace", 3, Claims);
        using var etcd = new EtcdCluster(_cluster, "inplace");
        await etcd.HasHealthyVotersAsync(3);
        await etcd.PutAsync("key", "before");
        await _cluster.KubectlAsync("create", "secret", "generic", "backup-keys", $"--from-literal=key={new string('a', 64)}");
        await ApplyAsync("EtcdBackup", "inplace", $$"""
            {"clusterName": "inplace", "storageType": "S3", "s3": {{S3("backups/inplace")}}, "encryption": {"keySecret": "backup-keys"}, "testRestore": true}
            """);
        await HasAsync("etcdbackup", "inplace", "{.status.artifact.testRestore}", "Succeeded");
        Assert.Equal("true Succeeded", await JsonPathAsync("etcdbackup", "inplace", "{.status.succeeded} {.status.phase}"));
        Assert.Contains("the hash is that of the source", await JsonPathAsync("etcdbackup", "inplace", "{.status.conditions[?(@.type==\"RestoreTested\")].message}"), StringComparison.Ordinal);

        await etcd.PutAsync("key", "after");
        var id = await JsonPathAsync("etcd", "inplace", "{.status.clusterID}");
        await ApplyAsync("EtcdRestore", "inplace", """{"backupName": "inplace", "etcdCluster": {"name": "inplace"}}""");
        await HasAsync("etcdrestore", "inplace", "{.status.backup.encrypted}", "true");
        await Eventually.TrueAsync("the old members are being replaced", async () => await JsonPathAsync("etcd", "inplace", "{.status.restore.phase}") is "Stopping" or "Seeding", _limit);
        await _cluster.KubectlAsync("delete", "pod", "-l", "name=etcd-operator", "--grace-period=0", "--force");

        await HasAsync("etcdrestore", "inplace", "{.status.succeeded}", "true");
        await etcd.HasHealthyVotersAsync(3);
        Assert.Equal("before", await etcd.GetAsync("key"));
        Assert.NotEqual(id, await JsonPathAsync("etcd", "inplace", "{.status.clusterID}"));
        Assert.Equal("3/3", await JsonPathAsync("etcd", "inplace", "{.status.readiness}"));

        // The old volumes were kept until now.
        Assert.Contains("old volumes deleted", await JsonPathAsync("etcdrestore", "inplace", "{.status.message}"), StringComparison.Ordinal);
        await Eventually.TrueAsync("three claims are left", async () =>
            (await _cluster.KubectlAsync("get", "pvc", "-l", "app=etcd", "-o", "name")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length == 3, _limit);
        await _cluster.KubectlAsync("delete", "etcd", "inplace");
    }

    [Fact]
    public async Task A_backup_that_is_damaged_or_not_there_stops_nothing()
    {
        await CreateClusterAsync("untouched", 1);
        using var etcd = new EtcdCluster(_cluster, "untouched");
        await etcd.HasHealthyVotersAsync(1);
        await etcd.PutAsync("key", "value");
        await ApplyAsync("EtcdBackup", "untouched", $$"""{"clusterName": "untouched", "storageType": "S3", "s3": {{S3("backups/untouched")}} }""");
        await HasAsync("etcdbackup", "untouched", "{.status.succeeded}", "true");
        var pod = await PodUidsAsync("untouched");

        await using (var stored = File.OpenWrite(Path.Combine(shared.Objects, "untouched._S3rver_object")))
        {
            stored.Seek(5000, SeekOrigin.Begin);
            stored.WriteByte(0xEE);
        }

        await ApplyAsync("EtcdRestore", "damaged", $$"""{"backupStorageType": "S3", "s3": {{S3("backups/untouched")}}, "etcdCluster": {"name": "untouched"} }""");
        await HasAsync("etcdrestore", "damaged", "{.status.phase}", "Failed");
        Assert.Contains("damaged", await JsonPathAsync("etcdrestore", "damaged", "{.status.reason}"), StringComparison.Ordinal);
        await ApplyAsync("EtcdRestore", "missing", $$"""{"backupStorageType": "S3", "s3": {{S3("backups/nothing")}}, "etcdCluster": {"name": "untouched"} }""");
        await HasAsync("etcdrestore", "missing", "{.status.phase}", "Failed");
        Assert.NotEqual("true", await JsonPathAsync("etcdrestore", "missing", "{.status.succeeded}"));

        Assert.Equal(pod, await PodUidsAsync("untouched"));
        Assert.Equal("value", await etcd.GetAsync("key"));
        await _cluster.KubectlAsync("delete", "etcd", "untouched");
    }

    [Fact]
    public async Task A_backup_in_a_volume_begins_a_new_cluster()
    {
        await CreateClusterAsync("source", 1);
        using var source = new EtcdCluster(_cluster, "source");
        await source.HasHealthyVotersAsync(1);
        await source.PutAsync("key", "value");
        await _cluster.ApplyAsync("""
            {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "backups"}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}
            """);
        await ApplyAsync("EtcdBackup", "volume", """{"clusterName": "source", "storageType": "PVC", "pvc": {"claimName": "backups", "path": "etcd/source"}}""");
        await HasAsync("etcdbackup", "volume", "{.status.succeeded}", "true");

        await ApplyAsync("EtcdRestore", "copy", $$"""
            {"backupStorageType": "PVC", "pvc": {"claimName": "backups", "path": "etcd/source"}, "etcdCluster": {"name": "copy"},
             "newCluster": {"spec": {"size": 3, "version": "{{shared.EtcdVersion}}"} } }
            """);
        await HasAsync("etcdrestore", "copy", "{.status.succeeded}", "true");
        using var copy = new EtcdCluster(_cluster, "copy");
        await copy.HasHealthyVotersAsync(3);
        Assert.Equal("value", await copy.GetAsync("key"));
        Assert.NotEqual(await JsonPathAsync("etcd", "source", "{.status.clusterID}"), await JsonPathAsync("etcd", "copy", "{.status.clusterID}"));

        // What exists already is never replaced by a restore that was to make something new.
        await ApplyAsync("EtcdRestore", "again", $$"""
            {"backupStorageType": "PVC", "pvc": {"claimName": "backups", "path": "etcd/source"}, "etcdCluster": {"name": "source"},
             "newCluster": {"spec": {"size": 1, "version": "{{shared.EtcdVersion}}"} } }
            """);
        await HasAsync("etcdrestore", "again", "{.status.phase}", "Failed");
        await _cluster.KubectlAsync("delete", "etcd", "source", "copy");
    }

    [Fact]
    public async Task Periodic_backups_by_endpoints_are_pruned_as_the_CoreOS_operator_was_asked_to()
    {
        await CreateClusterAsync("often", 1);
        using var etcd = new EtcdCluster(_cluster, "often");
        await etcd.HasHealthyVotersAsync(1);
        await ApplyAsync("EtcdBackup", "often", $$"""
            {"etcdEndpoints": ["http://often-client.default.svc:2379"], "storageType": "S3", "s3": {{S3("backups/often")}},
             "backupPolicy": {"backupIntervalInSecond": 1, "maxBackups": 2} }
            """);
        await Eventually.TrueAsync("three backups were taken", async () =>
            (await JsonPathAsync("etcdbackup", "often", "{.status.history[*].succeeded}")).Split(' ').Count(succeeded => succeeded == "true") >= 3, _limit, ReportAsync("etcdbackup", "often"));
        await _cluster.KubectlAsync("patch", "etcdbackup", "often", "--type=merge", "-p", """{"spec": {"suspend": true}}""");
        await HasAsync("etcdbackup", "often", "{.status.phase}", "Suspended");
        var newest = await JsonPathAsync("etcdbackup", "often", "{.status.artifact.key}");
        var stored = Directory.EnumerateFiles(shared.Objects, "often_v*_object").Select(file => Path.GetFileName(file)).ToList();
        Assert.Equal(2, stored.Count);
        Assert.Contains($"{newest}._S3rver_object", stored);
        await _cluster.KubectlAsync("delete", "etcdbackup/often", "etcd/often");
    }

    [Fact]
    public async Task A_cluster_with_certificates_and_users_is_backed_up_tested_and_restored()
    {
        await ApplyAsync("EtcdCluster", "secure", $$"""{"size": 1, "version": "{{shared.EtcdVersion}}", "TLS": {"auto": {} }, "auth": {"enabled": true} }""");
        await HasAsync("etcd", "secure", "{.status.auth.enabled}", "true");
        await ApplyAsync("EtcdBackup", "secure", $$"""{"clusterName": "secure", "storageType": "S3", "s3": {{S3("backups/secure")}}, "testRestore": true}""");
        await HasAsync("etcdbackup", "secure", "{.status.artifact.testRestore}", "Succeeded");

        // From a pod, which dials the members by their names and mounts what it shows them.
        await _cluster.ApplyAsync("""
            {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "secure"}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}
            """);
        await ApplyAsync("EtcdBackup", "secure-volume", """{"clusterName": "secure", "storageType": "PVC", "pvc": {"claimName": "secure", "path": "secure"}}""");
        await HasAsync("etcdbackup", "secure-volume", "{.status.succeeded}", "true");

        var id = await JsonPathAsync("etcd", "secure", "{.status.clusterID}");
        await ApplyAsync("EtcdRestore", "secure", """{"backupName": "secure-volume", "etcdCluster": {"name": "secure"}}""");
        await HasAsync("etcdrestore", "secure", "{.status.succeeded}", "true");
        Assert.NotEqual(id, await JsonPathAsync("etcd", "secure", "{.status.clusterID}"));
        Assert.Equal("true", await JsonPathAsync("etcd", "secure", "{.status.auth.enabled}"));
        await _cluster.KubectlAsync("delete", "etcd", "secure");
    }

    [Fact]
    public async Task A_backup_comes_before_the_first_member_of_another_version()
    {
        var older = (await EtcdVersions.OldestAsync(5)).Version.ToString();
        Assert.NotEqual(older, shared.EtcdVersion);
        await ApplyAsync("EtcdBackup", "first", $$"""{"clusterName": "rolling", "storageType": "S3", "s3": {{S3("backups/first")}}, "schedule": "0 0 1 1 *", "suspend": true}""");
        await ApplyAsync("EtcdCluster", "rolling", $$"""{"size": 1, "version": "{{older}}", "backup": {"beforeUpgrade": "first"} }""");
        await HasAsync("etcd", "rolling", "{.status.currentVersion}", older);

        await _cluster.KubectlAsync("patch", "etcd", "rolling", "--type=merge", "-p", $$"""{"spec": {"version": "{{shared.EtcdVersion}}"} }""");
        await HasAsync("etcd", "rolling", "{.status.currentVersion}", shared.EtcdVersion);

        // The backup was made by the version before.
        Assert.Equal(older, await JsonPathAsync("etcdbackup", "first", "{.status.artifact.etcdVersion}"));
        Assert.StartsWith("rolling-to-", await JsonPathAsync("etcdbackup", "first", "{.status.request.token}"), StringComparison.Ordinal);
        await _cluster.KubectlAsync("delete", "etcdbackup/first", "etcd/rolling");
    }

    private static string S3(string path) => $$"""{"path": "{{path}}", "awsSecret": "aws", "endpoint": "http://s3.default.svc:4568", "forcePathStyle": true}""";

    private Task<string> CreateClusterAsync(string name, int size, string more = "") =>
        ApplyAsync("EtcdCluster", name, $$"""{"size": {{size}}, "version": "{{shared.EtcdVersion}}"{{more}} }""");

    private Task<string> ApplyAsync(string kind, string name, string spec) => _cluster.ApplyAsync(new JsonObject
    {
        ["apiVersion"] = "etcd.database.coreos.com/v1beta2",
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = JsonNode.Parse(spec),
    }.ToJsonString());

    private Task<string> JsonPathAsync(string kind, string name, string path) => _cluster.KubectlAsync("get", kind, name, "-o", $"jsonpath={path}");

    private Task<string> PodUidsAsync(string name) => _cluster.KubectlAsync("get", "pods", "-l", $"etcd_cluster={name}", "-o", "jsonpath={.items[*].metadata.uid}");

    private Task HasAsync(string kind, string name, string path, string value) =>
        Eventually.TrueAsync($"{path} of {kind} {name} is {value}", async () => await JsonPathAsync(kind, name, path) == value, _limit, ReportAsync(kind, name));

    private Func<Task<string>> ReportAsync(string kind, string name) => async () =>
        $"{(await _cluster.TryKubectlAsync(["describe", kind, name])).Output}\n{(await _cluster.TryKubectlAsync(["describe", "pods", "-l", "app=etcd-backup"])).Output}\n{await ClusterReport.OfAsync(_cluster, name)}";
}
