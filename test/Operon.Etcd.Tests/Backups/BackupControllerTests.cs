using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Etcd.Api;
using Operon.Etcd.Stores;
using Operon.Etcd.Tests.Membership;
using Operon.Etcd.Tests.Stores;
using Operon.Etcd.Versions;
using Operon.Kubernetes;
using Operon.Testing;
using Xunit;

namespace Operon.Etcd.Tests.Backups;

/// <summary>The backup controller on an API server, a real etcd and a real S3 server.</summary>
[Collection(nameof(SharedObjectStores))]
public sealed class BackupControllerTests(ObjectStoreServers servers) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("operon-backup-").FullName;
    private readonly string _prefix = Guid.NewGuid().ToString("N");
    private TestCluster _cluster = null!;
    private EtcdServer _etcd = null!;
    private long _revision;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(new() { AlwaysInProcess = true }, Token);
        foreach (var definition in CustomResources.Definitions().Values)
        {
            await _cluster.InstallCrdsAsync(definition, Token);
        }

        _etcd = new EtcdServer((await EtcdVersions.NewestAsync(5)).Etcd, "source", Path.Combine(_folder, "data"), $"http://127.0.0.1:{EtcdProcess.FreePort()}");
        await _etcd.WaitAsync(Token);
        _revision = await _etcd.PutAsync("key", "value", Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _etcd.DisposeAsync();
        await _cluster.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_backup_of_the_CoreOS_form_is_taken_once_and_not_again_by_the_next_process()
    {
        await AddSecretAsync();
        await CreateAsync("once");
        await using (new RunningOperator(_cluster))
        {
            var done = await HasAsync("once", status => status.Phase == BackupPhase.Succeeded);
            Assert.True(done.Succeeded);
            Assert.Equal((_revision, "3.5.30"), (done.EtcdRevision, done.EtcdVersion));
            Assert.NotNull(done.LastSuccessDate);
            Assert.Equal(($"s3://backups/{_prefix}/once", $"{_prefix}/once"), (done.Artifact!.Uri, done.Artifact.Key));
        }

        var before = await FindAsync("once");
        await CreateAsync("second");
        await using (new RunningOperator(_cluster))
        {
            await HasAsync("second", status => status.Succeeded);
        }

        Assert.Equal(before.Metadata.ResourceVersion, (await FindAsync("once")).Metadata.ResourceVersion);
        Assert.Equal(2, (await StoredAsync()).Count);
    }

    [Fact]
    public async Task A_process_that_dies_between_store_and_status_is_followed_by_one_that_knows_the_object_as_its_own()
    {
        await AddSecretAsync();
        await CreateAsync("crash");
        await using (new RunningOperator(_cluster))
        {
            // Started and about to commit are written; that it has succeeded is not.
            using var refused = _cluster.Faults.Add(Fault.On(Verb.Patch, "etcdbackups/status").After(2).Respond(500));
            await refused.WaitAsync(1, cancellationToken: Token);
            Assert.Single(await StoredAsync());
            Assert.False((await FindAsync("crash")).Status!.Succeeded);
        }

        await using (new RunningOperator(_cluster))
        {
            var done = await HasAsync("crash", status => status.Succeeded);
            Assert.Equal(_revision, done.EtcdRevision);
            Assert.Null(done.Reason);
        }

        Assert.Single(await StoredAsync());
    }

    [Fact]
    public async Task An_object_somebody_else_wrote_is_not_overwritten()
    {
        using (var store = servers.S3())
        {
            await using var upload = await store.CreateAsync($"{_prefix}/taken", Token);
            await upload.WriteAsync(new byte[] { 1, 2, 3 }, Token);
            await upload.CommitAsync(Token);
        }

        await AddSecretAsync();
        await CreateAsync("taken");
        await using var running = new RunningOperator(_cluster);
        var failed = await HasAsync("taken", status => status.Phase == BackupPhase.Failed);
        Assert.False(failed.Succeeded);
        Assert.Contains("not overwritten", failed.Reason, StringComparison.Ordinal);
        Assert.Equal(3, Assert.Single(await StoredAsync()).Size);
    }

    [Fact]
    public async Task A_missing_secret_is_named_and_the_backup_goes_on_when_it_appears_while_others_never_waited()
    {
        await CreateAsync("waits");
        await using var running = new RunningOperator(_cluster);
        var waiting = await HasAsync("waits", status => !string.IsNullOrEmpty(status.Reason));
        Assert.Contains("spec.s3.awsSecret: secret aws does not exist", waiting.Reason, StringComparison.Ordinal);
        await AddSecretAsync();
        await CreateAsync("other");
        await HasAsync("other", status => status.Succeeded);
        Assert.Null((await HasAsync("waits", status => status.Succeeded)).Reason);
    }

    [Fact]
    public async Task A_dead_cluster_is_told_with_its_endpoint_and_tried_again()
    {
        await AddSecretAsync();
        await CreateAsync("dead", spec => spec["etcdEndpoints"] = new JsonArray($"http://127.0.0.1:{EtcdProcess.FreePort()}"));
        await using var running = new RunningOperator(_cluster);
        var failing = await HasAsync("dead", status => status.Attempts > 0);
        Assert.Contains("no healthy member", failing.Reason, StringComparison.Ordinal);
        Assert.Equal(BackupPhase.Running, failing.Phase);
        Assert.Empty(await StoredAsync());
    }

    [Fact]
    public async Task Periodic_backups_go_on_in_the_next_process_and_the_oldest_go()
    {
        await AddSecretAsync();
        await CreateAsync("often", spec => spec["backupPolicy"] = new JsonObject { ["backupIntervalInSecond"] = 1, ["maxBackups"] = 2 });
        DateTimeOffset last;
        await using (new RunningOperator(_cluster))
        {
            var first = await HasAsync("often", status => status.History?.Count >= 1);
            Assert.Equal(BackupPhase.Scheduled, first.Phase);
            last = first.LastScheduleTime!.Value;
            Assert.NotNull(first.NextScheduleTime);
        }

        await using (new RunningOperator(_cluster))
        {
            var later = await HasAsync("often", status => status.History?.Count(record => record.Succeeded) >= 3);
            Assert.True(later.LastScheduleTime > last);
            await _cluster.EventuallyAsync(EtcdKinds.Backup, "default", "often", backup => backup.Status!.Conditions!.Any(condition => condition is { Type: "RetentionApplied", Status: "True" }), cancellationToken: Token);
        }

        Assert.InRange((await StoredAsync()).Count, 1, 3);
    }

    [Fact]
    public async Task An_annotation_asks_for_one_more_backup_of_a_finished_and_of_a_suspended_one()
    {
        await AddSecretAsync();
        await CreateAsync("once");
        await CreateAsync("suspended", spec =>
        {
            spec["schedule"] = "0 0 1 1 *";
            spec["suspend"] = true;
        });
        await using var running = new RunningOperator(_cluster);
        await HasAsync("once", status => status.Phase == BackupPhase.Succeeded);
        await HasAsync("suspended", status => status.Phase == BackupPhase.Suspended);
        foreach (var name in (string[])["once", "suspended"])
        {
            await _cluster.Observer.Resource(EtcdKinds.Backup).PatchAsync(
                "default", name, Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [BackupRequest.Annotation] = "now" } } }), Token);
            var done = await HasAsync(name, status => status.Request?.Token == "now");
            Assert.StartsWith($"{_prefix}/{name}_v{_revision}_", done.Request!.Key, StringComparison.Ordinal);
            Assert.Single(done.History!);
        }

        await HasAsync("suspended", status => status is { Phase: BackupPhase.Suspended, Pending: null });
        Assert.Equal(3, (await StoredAsync()).Count);
    }

    [Fact]
    public async Task Copies_are_the_same_bytes_and_one_that_fails_is_told_while_the_backup_has_succeeded()
    {
        await AddSecretAsync();
        await CreateAsync("copied", spec => spec["copies"] = new JsonArray(Copy($"backups/{_prefix}/second-site"), Copy("nowhere/second-site")));
        await using var running = new RunningOperator(_cluster);
        await _cluster.EventuallyAsync(
            EtcdKinds.Backup, "default", "copied", backup => backup.Status?.Conditions?.Any(condition => condition is { Type: "CopiesComplete", Status: "False" }) == true, cancellationToken: Token);
        var status = await HasAsync("copied", status => status.Succeeded);
        Assert.Contains("NoSuchBucket", status.Conditions!.Single(condition => condition.Type == "CopiesComplete").Message, StringComparison.Ordinal);
        Assert.Equal([$"{_prefix}/copied", $"{_prefix}/second-site"], (await StoredAsync()).Select(stored => stored.Key).Order(StringComparer.Ordinal));
        Assert.Single((await StoredAsync()).Select(stored => stored.Size).Distinct());

        JsonObject Copy(string path) => new()
        {
            ["storageType"] = "S3",
            ["s3"] = new JsonObject { ["path"] = path, ["awsSecret"] = "aws", ["endpoint"] = servers.S3Endpoint, ["forcePathStyle"] = true },
        };
    }

    [Fact]
    public async Task The_finalizer_of_the_CoreOS_operator_keeps_no_object_alive()
    {
        await CreateAsync("old", finalizers: ["backup-operator-periodic"]);
        await _cluster.Observer.Resource(EtcdKinds.Backup).DeleteAsync("default", "old", Token);
        await using var running = new RunningOperator(_cluster);
        await _cluster.GoneAsync(EtcdKinds.Backup, "default", "old", cancellationToken: Token);
    }

    [Theory]
    [InlineData("""{"storageType": "FTP"}""", "spec.storageType")]
    [InlineData("""{"s3": null}""", "storageType S3 needs s3")]
    [InlineData("""{"clusterName": "c"}""", "etcdEndpoints or the EtcdCluster")]
    [InlineData("""{"backupPolicy": {"timeoutInSecond": -1}}""", "timeoutInSecond")]
    [InlineData("""{"schedule": "0 0 * * *", "backupPolicy": {"backupIntervalInSecond": 5}}""", "exclude each other")]
    [InlineData("""{"retention": {"maxAge": "soon"}}""", "maxAge")]
    public async Task The_schema_refuses_what_cannot_be(string change, string complaint)
    {
        var refusal = await Assert.ThrowsAsync<KubernetesApiException>(() => CreateAsync("bad", spec =>
        {
            foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
            {
                spec[name] = value?.DeepClone();
            }
        }));
        Assert.Contains(complaint, refusal.Message, StringComparison.Ordinal);
    }

    private Task<V1Secret> AddSecretAsync() => _cluster.CreateAsync(ResourceKinds.Secret, new V1Secret
    {
        Metadata = new V1ObjectMeta { Name = "aws", NamespaceProperty = "default" },
        StringData = new Dictionary<string, string> { ["credentials"] = "[default]\naws_access_key_id = S3RVER\naws_secret_access_key = S3RVER\n" },
    }, Token);

    private Task<UntypedObject> CreateAsync(string name, Action<JsonObject>? change = null, string[]? finalizers = null)
    {
        var spec = new JsonObject
        {
            ["etcdEndpoints"] = new JsonArray(_etcd.Url.ToString()),
            ["storageType"] = "S3",
            ["s3"] = new JsonObject { ["path"] = $"backups/{_prefix}/{name}", ["awsSecret"] = "aws", ["endpoint"] = servers.S3Endpoint, ["forcePathStyle"] = true },
        };
        change?.Invoke(spec);
        return _cluster.CreateAsync(ResourceKinds.Untyped(EtcdKinds.Backup.Type), new UntypedObject
        {
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default", Finalizers = finalizers },
            Fields = new JsonObject { ["spec"] = spec },
        }, Token);
    }

    private async Task<EtcdBackupStatus> HasAsync(string name, Func<EtcdBackupStatus, bool> holds) =>
        (await _cluster.EventuallyAsync(EtcdKinds.Backup, "default", name, backup => backup.Status is { } status && holds(status), cancellationToken: Token)).Status!;

    private Task<EtcdBackup> FindAsync(string name) => _cluster.Observer.Resource(EtcdKinds.Backup).GetAsync("default", name, Token);

    private async Task<List<StoredObject>> StoredAsync()
    {
        using var store = servers.S3();
        var stored = new List<StoredObject>();
        await foreach (var found in store.ListAsync(_prefix, Token))
        {
            stored.Add(found);
        }

        return stored;
    }
}
