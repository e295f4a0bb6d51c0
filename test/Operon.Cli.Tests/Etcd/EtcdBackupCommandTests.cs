using System.Text.Json.Nodes;
using Operon.Cli.Etcd;

namespace Operon.Cli.Tests.Etcd;

/// <summary>Backups and restores are objects the operator's own definitions accept; the command follows them to their end.</summary>
public sealed class EtcdBackupCommandTests(EtcdCommandCluster cluster) : IClassFixture<EtcdCommandCluster>
{
    [Fact]
    public async Task A_backup_is_created_and_followed_until_it_has_succeeded()
    {
        var place = await cluster.CreateAsync();
        var running = cluster.RunAsync(place, "backup main --to s3://bucket/key --secret aws --name one");
        await cluster.WriteStatusAsync(EtcdKind.Backup, place, "one", "{phase: Running}");
        await cluster.WriteStatusAsync(
            EtcdKind.Backup, place, "one", "{phase: Succeeded, succeeded: true, artifact: {uri: \"s3://bucket/key\", key: key, sizeBytes: 20480, sha256: ab, encrypted: false, etcdRevision: 41}}");
        var (code, output, error) = await running;
        Assert.True(code == 0, output + error);
        Assert.Contains("s3://bucket/key, 20480 bytes, revision 41", output, StringComparison.Ordinal);
        var made = await cluster.Cluster.Observer.Resource(EtcdKind.Backup).GetAsync(place, "one", TestContext.Current.CancellationToken);
        Assert.Equal("main", ((JsonObject)made.Fields["spec"]!)["clusterName"]!.ToString());
    }

    [Fact]
    public async Task A_failed_backup_ends_with_its_reason()
    {
        var place = await cluster.CreateAsync();
        var running = cluster.RunAsync(place, "backup main --to pvc://claim/key --name one");
        await cluster.WriteStatusAsync(EtcdKind.Backup, place, "one", "{phase: Failed, succeeded: false, Reason: no endpoint answers}");
        var (code, _, error) = await running;
        Assert.Equal(1, code);
        Assert.Contains("no endpoint answers", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restore_asks_before_it_replaces_data_and_is_followed()
    {
        var place = await cluster.CreateAsync();
        var (refused, _, why) = await cluster.RunAsync(place, "restore main --backup one");
        Assert.Equal(1, refused);
        Assert.Contains("--yes", why, StringComparison.Ordinal);

        var running = cluster.RunAsync(place, "restore main --backup one --yes");
        await cluster.WriteStatusAsync(EtcdKind.Restore, place, "main", "{phase: Verifying}");
        await cluster.WriteStatusAsync(EtcdKind.Restore, place, "main", "{phase: Succeeded, succeeded: true}");
        var (code, output, error) = await running;
        Assert.True(code == 0, output + error);
        Assert.Contains("Succeeded", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_to_restore_is_said_in_exactly_one_way()
    {
        var place = await cluster.CreateAsync();
        Assert.Equal(1, (await cluster.RunAsync(place, "restore main --yes")).Code);
    }
}
