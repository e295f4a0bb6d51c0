using Operon.Etcd.Api;
using Operon.Etcd.Backups;
using Operon.Etcd.Objects;
using Xunit;

namespace Operon.Etcd.Tests.Backups;

public sealed class BackupValidationTests
{
    private static readonly EtcdBackupSpec _good = new()
    {
        EtcdEndpoints = ["http://example-etcd-cluster-client:2379"],
        StorageType = "S3",
        S3 = new S3Source { Path = "bucket/key", AwsSecret = "aws" },
    };

    private static readonly (string Field, Func<EtcdBackupSpec, EtcdBackupSpec> Change)[] _bad =
    [
        ("spec.etcdEndpoints", spec => spec with { EtcdEndpoints = [] }),
        ("spec.etcdEndpoints", spec => spec with { EtcdEndpoints = ["example:2379"] }),
        ("spec.clusterName", spec => spec with { ClusterName = "c" }),
        ("spec.clientTLSSecret", spec => spec with { EtcdEndpoints = ["https://example:2379"] }),
        ("spec.storageType", spec => spec with { StorageType = "FTP" }),
        ("spec.storageType", spec => spec with { StorageType = null }),
        ("spec.gcs", spec => spec with { StorageType = "GCS" }),
        ("spec.s3.path", spec => spec with { S3 = new S3Source { Path = "bucket" } }),
        ("spec.s3.path", spec => spec with { S3 = new S3Source { Path = "bucket/../key" } }),
        ("spec.pvc", spec => spec with { StorageType = "PVC", Pvc = new PvcSource { ClaimName = "c" } }),
        ("spec.backupPolicy.timeoutInSecond", spec => spec with { BackupPolicy = new BackupPolicy { TimeoutInSecond = -1 } }),
        ("spec.backupPolicy.backupIntervalInSecond", spec => spec with { BackupPolicy = new BackupPolicy { BackupIntervalInSecond = -1 } }),
        ("spec.backupPolicy.maxBackups", spec => spec with { BackupPolicy = new BackupPolicy { MaxBackups = -1 } }),
        ("spec.schedule", spec => spec with { Schedule = "0 0 * * *", BackupPolicy = new BackupPolicy { BackupIntervalInSecond = 5 } }),
        ("spec.retention", spec => spec with { Retention = new BackupRetention { MaxCount = 3 } }),
        ("spec.retention.maxCount", spec => spec with { Schedule = "0 0 * * *", Retention = new BackupRetention { MaxCount = 0 } }),
        ("spec.retention.maxAge", spec => spec with { Schedule = "0 0 * * *", Retention = new BackupRetention { MaxAge = "soon" } }),
        ("spec.retention.ladder", spec => spec with { Schedule = "0 0 * * *", Retention = new BackupRetention { Ladder = new BackupLadder() } }),
        ("spec.encryption.keySecret", spec => spec with { Encryption = new BackupEncryption() }),
    ];

    [Fact]
    public void A_spec_of_the_CoreOS_operator_is_read_with_its_defaults()
    {
        var plan = BackupPlan.Read(_good);
        Assert.Null(plan.Schedule);
        Assert.Equal(TimeSpan.FromSeconds(60), plan.Timeout);
    }

    [Fact]
    public void What_cannot_be_is_refused_with_the_field_that_says_so() => Assert.All(
        _bad,
        bad => Assert.Contains($"{bad.Field}:", Assert.Throws<InvalidSpecException>(() => BackupPlan.Read(bad.Change(_good))).Message, StringComparison.Ordinal));

    [Fact]
    public void MaxBackups_is_the_old_name_of_a_count()
    {
        var plan = BackupPlan.Read(_good with { BackupPolicy = new BackupPolicy { BackupIntervalInSecond = 5, MaxBackups = 2 } });
        Assert.Equal(2, plan.Retention?.MaxCount);
    }
}
