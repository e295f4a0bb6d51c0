using Operon.Kubernetes;
using Operon.Testing;
using Xunit;

namespace Operon.Etcd.Tests.Backups;

/// <summary>The manifests people copy from are accepted as they are.</summary>
public sealed class ExampleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_example_of_a_backup_and_a_restore_is_valid()
    {
        await using var cluster = await TestCluster.StartAsync(new() { AlwaysInProcess = true }, Token);
        foreach (var definition in CustomResources.Definitions().Values)
        {
            await cluster.InstallCrdsAsync(definition, Token);
        }

        var examples = Path.Combine(Repository(), "examples/etcd");
        var files = Directory.EnumerateFiles(Path.Combine(examples, "backup")).Concat(Directory.EnumerateFiles(Path.Combine(examples, "restore"))).ToList();
        Assert.True(files.Count >= 14, $"{files.Count} files");
        foreach (var file in files)
        {
            foreach (var made in await cluster.ApplyAsync(await File.ReadAllTextAsync(file, Token), cancellationToken: Token))
            {
                // Read back whole: nothing was pruned that the operator would miss.
                Assert.True(made.Kind != "EtcdBackup" || Api(made).Spec.StorageType is not null, file);
                Assert.Empty(made.Kind == "EtcdBackup" ? Operon.Etcd.Backups.BackupValidation.Problems(Api(made).Spec) : []);
            }
        }
    }

    private static Operon.Etcd.Api.EtcdBackup Api(UntypedObject made) =>
        System.Text.Json.JsonSerializer.Deserialize(made.ToJson(), Operon.Etcd.Api.EtcdKinds.Backup.Json)!;

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Operon.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
