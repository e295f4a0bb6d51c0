using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Operon.Etcd.Api;
using Operon.Etcd.Backups.Tasks;
using Operon.Etcd.Planning;
using Operon.Etcd.Restores;
using Operon.Etcd.Tests.Membership;
using Operon.Etcd.Versions;
using Xunit;

namespace Operon.Etcd.Tests.Backups;

/// <summary>From a real etcd to a store and back into a real etcd, by the programs that run in the pods.</summary>
public sealed class RoundTripTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("operon-roundtrip-").FullName;
    private readonly TaskPlaces _places;
    private readonly string _member;

    public RoundTripTests()
    {
        _places = new TaskPlaces(Path.Combine(_root, "secrets"), Directory.CreateDirectory(Path.Combine(_root, "volume")).FullName, Path.Combine(_root, "result"), new Uri("http://127.0.0.1:1"));
        _member = Directory.CreateDirectory(Path.Combine(_root, "member")).FullName;
        AddSecret("keys", "key", RandomNumberGenerator.GetBytes(32));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(4, false)]
    [InlineData(4, true)]
    [InlineData(5, true)]
    public async Task A_backup_taken_while_clients_write_is_restored_by_the_same_version(int minor, bool isEncrypted)
    {
        var etcd = await EtcdVersions.NewestAsync(minor);
        BackupArtifact artifact;
        long before;
        await using (var source = await StartAsync(etcd))
        {
            before = await source.PutAsync("kept", "value", Token);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var writing = WriteAsync(source, stop.Token);
            artifact = await BackupAsync(source, isEncrypted);
            await stop.CancelAsync();
            await writing;
        }

        Assert.True(artifact.EtcdRevision >= before);
        Assert.Equal(isEncrypted, artifact.Encrypted);
        var version = EtcdVersion.TryParse(etcd.Version.ToString(), out var parsed) ? parsed : default;
        Assert.Null((await RunAsync(Fetch(artifact, isEncrypted))).Error);
        await RestoreAsync(etcd, version);
        Assert.Null((await RunAsync(new BackupTask { Kind = TaskKind.Adopt, Folder = _member })).Error);

        await using var restored = new EtcdServer(etcd.Etcd, "seed", Path.Combine(_member, "data"), PeerUrl);
        await restored.WaitAsync(Token);
        var (value, revision) = await restored.GetAsync("kept", Token);
        Assert.Equal("value", value);

        // Where the tool can, revisions go on far above the old ones, so that watchers notice (D4).
        Assert.Equal(etcd.Version >= new Version(3, 4, 27), revision > 1_000_000);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Init_containers_that_run_again_after_a_reboot_leave_the_data_alone_though_the_backup_is_gone(int minor)
    {
        var etcd = await EtcdVersions.NewestAsync(minor);
        var version = EtcdVersion.TryParse(etcd.Version.ToString(), out var parsed) ? parsed : default;
        BackupArtifact artifact;
        await using (var source = await StartAsync(etcd))
        {
            await source.PutAsync("key", "old", Token);
            artifact = await BackupAsync(source, isEncrypted: false);
        }

        await StepsAsync();
        await using (var first = new EtcdServer(etcd.Etcd, "seed", Path.Combine(_member, "data"), PeerUrl))
        {
            await first.WaitAsync(Token);
            await first.PutAsync("key", "new", Token);
        }

        Directory.Delete(_places.Volume, recursive: true);
        await StepsAsync();
        await using var second = new EtcdServer(etcd.Etcd, "seed", Path.Combine(_member, "data"), PeerUrl);
        await second.WaitAsync(Token);
        Assert.Equal("new", (await second.GetAsync("key", Token)).Value);
        Assert.Equal(["data"], Directory.EnumerateFileSystemEntries(_member).Select(Path.GetFileName));

        async Task StepsAsync()
        {
            Assert.Null((await RunAsync(Fetch(artifact, isEncrypted: false))).Error);
            await RestoreAsync(etcd, version);
            Assert.Null((await RunAsync(new BackupTask { Kind = TaskKind.Adopt, Folder = _member })).Error);
        }
    }

    [Fact]
    public async Task A_damaged_object_a_wrong_key_and_another_object_are_refused()
    {
        var etcd = await EtcdVersions.NewestAsync(4);
        await using var source = await StartAsync(etcd);
        await source.PutAsync("key", "value", Token);
        var artifact = await BackupAsync(source, isEncrypted: true);
        var file = Path.Combine(_places.Volume, artifact.Key);
        var bytes = await File.ReadAllBytesAsync(file, Token);

        var changed = (byte[])bytes.Clone();
        changed[changed.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, changed, Token);
        Assert.Contains("was changed", (await RunAsync(Verify(artifact, isEncrypted: true))).Error, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(file, bytes.AsMemory(0, bytes.Length - 100), Token);
        Assert.Contains("cut off", (await RunAsync(Verify(artifact, isEncrypted: true))).Error, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(file, bytes, Token);
        Assert.Null((await RunAsync(Verify(artifact, isEncrypted: true))).Error);
        Assert.Contains("is encrypted", (await RunAsync(Verify(artifact, isEncrypted: false))).Error, StringComparison.Ordinal);
        Assert.Contains("not the object", (await RunAsync(Verify(artifact with { Sha256 = new string('0', 64) }, isEncrypted: true))).Error, StringComparison.Ordinal);
        AddSecret("keys", "key", RandomNumberGenerator.GetBytes(32));
        Assert.Contains("another key", (await RunAsync(Verify(artifact, isEncrypted: true))).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_check_of_a_test_restore_compares_revision_and_hash()
    {
        var etcd = await EtcdVersions.NewestAsync(5);
        await using var source = await StartAsync(etcd);
        await source.PutAsync("key", "value", Token);
        var artifact = await BackupAsync(source, isEncrypted: false);
        var member = new RestoredMember(source.Url, TimeProvider.System);

        var good = await member.CheckAsync(artifact, null, Token);
        Assert.Null(good.Error);
        Assert.NotNull(good.Artifact!.HashKv);
        var other = artifact with { HashKv = artifact.HashKv! with { Hash = artifact.HashKv.Hash + 1 } };
        Assert.Contains("hash", (await member.CheckAsync(other, null, Token)).Error, StringComparison.Ordinal);
        Assert.Contains("revision", (await member.CheckAsync(artifact with { EtcdRevision = 1000 }, null, Token)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_dead_endpoint_does_not_fail_a_backup_and_all_dead_ones_are_named()
    {
        var etcd = await EtcdVersions.NewestAsync(4);
        await using var source = await StartAsync(etcd);
        await source.PutAsync("key", "value", Token);
        var dead = $"http://127.0.0.1:{EtcdProcess.FreePort()}";
        Assert.Null((await RunAsync(Backup(isEncrypted: false) with { Endpoints = [dead, source.Url.ToString()] })).Error);
        var failed = await RunAsync(Backup(isEncrypted: false) with { Endpoints = [dead] });
        Assert.Contains(dead, failed.Error, StringComparison.Ordinal);
        Assert.True(failed.IsTransient);
    }

    [Fact]
    public async Task User_and_password_open_an_etcd_with_authentication()
    {
        var etcd = await EtcdVersions.NewestAsync(5);
        await using var source = await StartAsync(etcd);
        await source.PutAsync("key", "value", Token);
        await source.EnableAuthenticationAsync("s3cret", Token);
        AddSecret("root", "username", "root"u8.ToArray());
        AddSecret("root", "password", "s3cret"u8.ToArray());
        var task = Backup(isEncrypted: false) with { Endpoints = [source.Url.ToString()] };

        Assert.NotNull((await RunAsync(task)).Error);
        var result = await RunAsync(task with { BasicAuthSecret = "root" });
        Assert.Null(result.Error);
        var artifact = result.Artifact!;
        Assert.Null((await RunAsync(Verify(artifact, isEncrypted: false))).Error);
        Assert.NotNull(artifact.HashKv);
    }

    [Fact]
    public async Task Old_periodic_backups_go_and_other_files_stay()
    {
        var etcd = await EtcdVersions.NewestAsync(4);
        await using var source = await StartAsync(etcd);
        await source.PutAsync("key", "value", Token);
        string[] old = ["path_v9_2026-01-01-00:00:00", "path_v10_2026-01-01-01:00:00"];
        foreach (var name in old.Append("path").Append("path_v1_not-a-time").Append("path2_v1_2020-01-01-00:00:00"))
        {
            await File.WriteAllTextAsync(Path.Combine(_places.Volume, name), "", Token);
        }

        var task = Backup(isEncrypted: false) with { Endpoints = [source.Url.ToString()], Periodic = true, Retention = new BackupRetention { MaxCount = 2 } };
        var result = await RunAsync(task with { Source = task.Source!.At("path") });
        Assert.Equal(1, result.Deleted);
        Assert.Equal(
            new[] { "path", "path2_v1_2020-01-01-00:00:00", "path_v1_not-a-time", old[1], result.Artifact!.Key }.Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(_places.Volume).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string PeerUrl { get; } = $"http://127.0.0.1:{EtcdProcess.FreePort()}";

    private async Task<EtcdServer> StartAsync(EtcdBinaries etcd)
    {
        var server = new EtcdServer(etcd.Etcd, "source", Path.Combine(_root, "source"), $"http://127.0.0.1:{EtcdProcess.FreePort()}");
        await server.WaitAsync(Token);
        return server;
    }

    private static async Task WriteAsync(EtcdServer server, CancellationToken cancellationToken)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                await server.PutAsync($"key-{i % 100}", $"{i}", cancellationToken);
            }
        }
        catch (Grpc.Core.RpcException) when (cancellationToken.IsCancellationRequested)
        {
            // The backup is done.
        }
        catch (OperationCanceledException)
        {
            // The same, between two calls.
        }
    }

    private async Task<BackupArtifact> BackupAsync(EtcdServer source, bool isEncrypted)
    {
        var result = await RunAsync(Backup(isEncrypted) with { Endpoints = [source.Url.ToString()] });
        Assert.Null(result.Error);
        return result.Artifact!;
    }

    private static BackupTask Backup(bool isEncrypted) => new() { Kind = TaskKind.Backup, Source = Source("backups/one", isEncrypted), TimeoutSeconds = 60 };

    private static BackupTask Verify(BackupArtifact artifact, bool isEncrypted) => new() { Kind = TaskKind.Verify, Source = Source(artifact.Key, isEncrypted), Sha256 = artifact.Sha256 };

    private BackupTask Fetch(BackupArtifact artifact, bool isEncrypted) =>
        new() { Kind = TaskKind.Fetch, Source = Source(artifact.Key, isEncrypted), Sha256 = artifact.Sha256, Folder = _member };

    private static BackupSource Source(string path, bool isEncrypted) => new()
    {
        StorageType = BackupSource.PvcType,
        Pvc = new PvcSource { ClaimName = "claim", Path = path },
        Encryption = isEncrypted ? new BackupEncryption { KeySecret = "keys" } : null,
    };

    /// <summary>Runs the program of the container, as its command line says.</summary>
    private async Task<TaskResult> RunAsync(BackupTask task)
    {
        var error = new StringWriter(CultureInfo.InvariantCulture);
        var code = await TaskProgram.RunAsync([JsonSerializer.Serialize(task, TaskJson.Default.BackupTask)], _places, _ => null, TextWriter.Null, error, Token);
        var result = JsonSerializer.Deserialize(await File.ReadAllTextAsync(_places.ResultFile, Token), TaskJson.Default.TaskResult)!;
        Assert.Equal(result.Error is null ? 0 : 1, code);
        return result;
    }

    /// <summary>Runs the restore tool with the arguments of the container, in the folder that stands in for its volume.</summary>
    private async Task RestoreAsync(EtcdBinaries etcd, EtcdVersion version)
    {
        var container = RestoreTool.Container("etcd", version, "seed", PeerUrl, "token", 1_000_000_000, null);
        var program = Path.Combine(etcd.Folder, Path.GetFileName(container.Command[0]));
        var start = new ProcessStartInfo(program, container.Args.Select(argument => argument.Replace("/var/etcd", _member, StringComparison.Ordinal))) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var variable in container.Env ?? [])
        {
            start.Environment[variable.Name] = variable.Value;
        }

        using var tool = Process.Start(start)!;
        var error = tool.StandardError.ReadToEndAsync(Token);
        await tool.StandardOutput.ReadToEndAsync(Token);
        await tool.WaitForExitAsync(Token);
        Assert.True(tool.ExitCode == 0, await error);
    }

    private void AddSecret(string name, string entry, byte[] value)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_places.Secrets, name)).FullName;
        File.WriteAllBytes(Path.Combine(folder, entry), value);
    }
}
