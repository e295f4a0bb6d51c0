using Operon.Etcd.Api;
using Operon.Etcd.Backups;
using Operon.Etcd.Objects;
using Operon.Etcd.Restores;
using Xunit;

namespace Operon.Etcd.Tests.Restores;

public sealed class BackupChoiceTests
{
    private static readonly DateTimeOffset _noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private static readonly EtcdBackup _backup = new()
    {
        Metadata = new() { Name = "nightly" },
        Status = new EtcdBackupStatus
        {
            History =
            [
                new BackupRecord { Time = _noon, Succeeded = true, Artifact = Artifact(30) with { TestRestore = TestOutcome.Failed } },
                new BackupRecord { Time = _noon.AddHours(-1), Reason = "the store was away" },
                new BackupRecord { Time = _noon.AddHours(-2), Succeeded = true, Artifact = Artifact(20) },
                new BackupRecord { Time = _noon.AddHours(-3), Succeeded = true, Artifact = Artifact(10) },
            ],
        },
    };

    [Fact]
    public void The_newest_is_taken_that_did_not_fail_its_test() => Assert.Equal(20, BackupChoice.Pick(_backup, new EtcdRestoreSpec()).EtcdRevision);

    [Fact]
    public void A_time_or_a_revision_chooses_an_older_one()
    {
        Assert.Equal(10, BackupChoice.Pick(_backup, new EtcdRestoreSpec { NotAfter = _noon.AddHours(-2.5) }).EtcdRevision);
        Assert.Equal(10, BackupChoice.Pick(_backup, new EtcdRestoreSpec { Revision = 10 }).EtcdRevision);
    }

    [Fact]
    public void None_that_fits_is_told_with_what_was_asked_for() =>
        Assert.Contains("of revision 11", Assert.Throws<InvalidSpecException>(() => BackupChoice.Pick(_backup, new EtcdRestoreSpec { Revision = 11 })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("3.5.1", "3.4.9", true)]
    [InlineData("3.4.1", "3.5.9", false)]
    [InlineData("3.5.30", "3.5.1", false)]
    [InlineData(null, "3.4.0", false)]
    public void A_backup_of_a_newer_minor_version_is_refused_before_anything_is_stopped(string? made, string wanted, bool isRefused)
    {
        var refusal = Record.Exception(() => RestoreTarget.CheckVersion(wanted, Artifact(1) with { EtcdVersion = made }, "c"));
        Assert.Equal(isRefused, refusal is RestoreFailedException);
    }

    [Theory]
    [InlineData("{}", "spec.etcdCluster.name:")]
    [InlineData("""{"etcdCluster": {"name": "c"}}""", "spec.backupStorageType:")]
    [InlineData("""{"etcdCluster": {"name": "c"}, "backupName": "b", "backupStorageType": "S3"}""", "spec.backupName:")]
    [InlineData("""{"etcdCluster": {"name": "c"}, "backupStorageType": "S3", "s3": {"path": "b/k"}, "revision": 3}""", "spec.backupName:")]
    [InlineData("""{"etcdCluster": {"name": "c"}, "backupName": "b", "newCluster": {}}""", "spec.newCluster.spec:")]
    [InlineData("""{"etcdCluster": {"name": "c"}, "backupName": "b", "bumpRevision": -1}""", "spec.bumpRevision:")]
    public void What_cannot_be_is_refused_with_the_field_that_says_so(string spec, string field)
    {
        var restore = System.Text.Json.JsonSerializer.Deserialize($$"""{"metadata": {"name": "r"}, "spec": {{spec}} }""", EtcdKinds.Restore.Json)!;
        Assert.Contains(RestoreValidation.Problems(restore.Spec), problem => problem.StartsWith(field, StringComparison.Ordinal));
    }

    private static BackupArtifact Artifact(long revision) => new() { Key = $"k{revision}", EtcdRevision = revision };
}
