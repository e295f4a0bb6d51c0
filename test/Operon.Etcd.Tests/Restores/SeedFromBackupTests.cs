using Operon.Etcd.Api;
using Operon.Etcd.Backups.Tasks;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Etcd.Restores;
using Operon.Etcd.Tests.Objects;
using Xunit;

namespace Operon.Etcd.Tests.Restores;

public sealed class SeedFromBackupTests
{
    private static readonly ClusterRestore _restore = new()
    {
        Name = "r",
        Uid = "restore-uid",
        Phase = ClusterRestorePhase.Seeding,
        Image = "operon/etcd-operator:1",
        Sha256 = "abc",
        BumpRevision = 1_000_000_000,
        Source = new BackupSource
        {
            StorageType = "S3",
            S3 = new S3Source { Path = "bucket/$(HOME)", AwsSecret = "aws" },
            Encryption = new BackupEncryption { KeySecret = "keys" },
        },
    };

    [Fact]
    public void The_seed_fetches_restores_and_adopts_before_etcd_starts()
    {
        var pod = Build("""{"size": 3, "version": "3.5.33"}""");
        Assert.Equal(["fetch-backup", "restore-datadir", "adopt-datadir"], pod.Spec.InitContainers.Select(container => container.Name));
        Assert.Equal(["operon/etcd-operator:1", "quay.io/coreos/etcd:v3.5.33", "operon/etcd-operator:1"], pod.Spec.InitContainers.Select(container => container.Image));
        Assert.All(pod.Spec.InitContainers, container => Assert.Contains(container.VolumeMounts, mount => mount is { Name: "etcd-data", MountPath: "/var/etcd" }));
        Assert.Contains("--initial-cluster-token=restore-uid", pod.Spec.Containers[0].Args);
        Assert.Contains("--initial-cluster-token=restore-uid", pod.Spec.InitContainers[1].Args);
    }

    [Fact]
    public void Secrets_are_mounted_where_they_are_needed_and_named_only()
    {
        var pod = Build("""{"size": 1, "version": "3.5.33"}""");
        Assert.Equal(["aws", "keys"], pod.Spec.Volumes.Select(volume => volume.Secret?.SecretName).OfType<string>().Order(StringComparer.Ordinal));
        Assert.DoesNotContain(pod.Spec.Containers[0].VolumeMounts, mount => mount.MountPath.StartsWith(TaskPlaces.InPod.Secrets, StringComparison.Ordinal));

        // The kubelet would expand $(HOME).
        Assert.Contains("bucket/$$(HOME)", pod.Spec.InitContainers[0].Command[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.3.27", "/usr/local/bin/etcdctl", false)]
    [InlineData("3.4.26", "/usr/local/bin/etcdctl", false)]
    [InlineData("3.4.27", "/usr/local/bin/etcdctl", true)]
    [InlineData("3.5.9", "/usr/local/bin/etcdutl", false)]
    [InlineData("3.5.10", "/usr/local/bin/etcdutl", true)]
    [InlineData("3.6.0", "/usr/local/bin/etcdutl", true)]
    public void The_tool_is_that_of_the_version_and_is_asked_only_for_what_it_can(string version, string tool, bool bumps)
    {
        var container = Build($$"""{"size": 1, "version": "{{version}}"}""").Spec.InitContainers[1];
        Assert.Equal(tool, Assert.Single(container.Command));
        Assert.Equal(bumps, container.Args.Contains("--mark-compacted"));
        Assert.Equal(bumps, container.Args.Contains("--bump-revision=1000000000"));
    }

    [Fact]
    public void All_containers_are_the_user_that_etcd_is()
    {
        Assert.All(Build("""{"size": 1, "version": "3.5.33"}""").Spec.InitContainers, container => Assert.Equal(0, container.SecurityContext.RunAsUser));
        Assert.All(
            Build("""{"size": 1, "version": "3.5.33", "pod": {"securityContext": {"runAsUser": 1000}}}""").Spec.InitContainers,
            container => Assert.Equal(1000, container.SecurityContext.RunAsUser));
    }

    private static k8s.Models.V1Pod Build(string spec)
    {
        var cluster = Clusters.Example(spec) with { Status = new EtcdClusterStatus { Restore = _restore } };
        var layout = new ClusterLayout(cluster);
        var version = EtcdVersion.TryParse(cluster.Spec.Version, out var parsed) ? parsed : default;
        var placement = new MemberPlacement { Name = "example-seed", Version = version, IsSeed = true, InitialCluster = [new("example-seed", layout.PeerUrl("example-seed"))] };
        var pod = MemberPod.Build(layout, placement, PodParts.Read(cluster.Spec.Pod));
        SeedFromBackup.AddTo(pod, layout, placement, _restore);
        return pod;
    }
}
