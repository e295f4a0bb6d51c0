using k8s.Models;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Xunit;

namespace Operon.Etcd.Tests.Objects;

/// <summary>What <c>spec.maintenance</c> becomes in a member's pod.</summary>
public sealed class MaintenanceFlagsTests
{
    [Fact]
    public void Upkeep_becomes_flags()
    {
        var args = Etcd(Pod("""
            {"size": 3, "maintenance": {"autoCompaction": {"retention": "30m"}, "quotaBackendBytes": 4294967296, "snapshotCount": 5000}}
            """)).Args;
        Assert.Contains("--auto-compaction-mode=periodic", args);
        Assert.Contains("--auto-compaction-retention=30m", args);
        Assert.Contains("--quota-backend-bytes=4294967296", args);
        Assert.Contains("--snapshot-count=5000", args);
        Assert.DoesNotContain(Etcd(Pod("""{"size": 3}""")).Args, argument => argument.Contains("quota", StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_environment_says_already_is_not_said_twice()
    {
        var pod = Etcd(Pod("""
            {"size": 3, "maintenance": {"snapshotCount": 5000},
             "pod": {"etcdEnv": [{"name": "ETCD_SNAPSHOT_COUNT", "value": "7"}, {"name": "ETCD_EXPERIMENTAL_INITIAL_CORRUPT_CHECK", "value": "false"}]}}
            """));
        Assert.DoesNotContain("--snapshot-count=5000", pod.Args);
        Assert.Equal("false", Assert.Single(pod.Env, variable => variable.Name == "ETCD_EXPERIMENTAL_INITIAL_CORRUPT_CHECK").Value);
    }

    [Fact]
    public void Options_may_say_the_same_but_not_both()
    {
        Assert.Contains("--snapshot-count=7", Etcd(Pod("""{"size": 3, "options": {"snapshot-count": "7"}, "maintenance": {"quotaBackendBytes": 4294967296}}""")).Args);
        var both = Clusters.Example("""{"size": 3, "version": "3.5.33", "options": {"snapshot-count": "7"}, "maintenance": {"snapshotCount": 5000}}""");
        Assert.Contains("spec.maintenance", Assert.Single(ClusterValidation.Problems(both)), StringComparison.Ordinal);
        Assert.Equal(5000, MaintenanceFlags.QuotaBytes(Clusters.Example("""{"size": 3, "options": {"quota-backend-bytes": "5000"}}""").Spec));
        Assert.Equal(6000, MaintenanceFlags.QuotaBytes(Clusters.Example("""{"size": 3, "pod": {"etcdEnv": [{"name": "ETCD_QUOTA_BACKEND_BYTES", "value": "6000"}]}}""").Spec));
        Assert.Equal(2L << 30, MaintenanceFlags.QuotaBytes(Clusters.Example().Spec));
    }

    [Fact]
    public void Checks_that_options_decide_are_left_to_them()
    {
        var before = Etcd(Pod("""{"size": 3, "options": {"initial-corrupt-check": "false"}}"""));
        Assert.Equal("ETCD_EXPERIMENTAL_COMPACT_HASH_CHECK_ENABLED", Assert.Single(before.Env).Name);
        var gates = Etcd(Pod("""{"size": 3, "options": {"enable-lease-checkpoint": "true"}}""", new EtcdVersion(3, 6, 14)));
        Assert.Null(gates.Env);
    }

    [Fact]
    public void A_change_of_upkeep_is_rolled_out_but_not_one_that_no_process_reads()
    {
        var bare = Hash("""{"size": 3}""");
        Assert.Equal(bare, Hash("""{"size": 3, "maintenance": {"corruptionChecks": true, "defragmentation": {"thresholdPercent": 50}}}"""));
        Assert.NotEqual(bare, Hash("""{"size": 3, "maintenance": {"corruptionChecks": false}}"""));
        Assert.NotEqual(bare, Hash("""{"size": 3, "maintenance": {"quotaBackendBytes": 4294967296}}"""));
    }

    [Theory]
    [InlineData("3.2.13", "")]
    [InlineData("3.4.30", "ETCD_EXPERIMENTAL_INITIAL_CORRUPT_CHECK")]
    [InlineData("3.5.4", "ETCD_EXPERIMENTAL_INITIAL_CORRUPT_CHECK")]
    [InlineData("3.5.33", "ETCD_EXPERIMENTAL_INITIAL_CORRUPT_CHECK ETCD_EXPERIMENTAL_COMPACT_HASH_CHECK_ENABLED")]
    [InlineData("3.6.14", "ETCD_FEATURE_GATES")]
    public void C1_corruption_checks_are_on_where_a_version_has_them(string version, string variables)
    {
        Assert.True(EtcdVersion.TryParse(version, out var parsed));
        Assert.Equal(variables, string.Join(' ', (Etcd(Pod("""{"size": 3}""", parsed)).Env ?? []).Select(variable => variable.Name)));
        Assert.Null(Etcd(Pod("""{"size": 3, "maintenance": {"corruptionChecks": false}}""", parsed)).Env);
    }

    [Fact]
    public void A_survivor_starts_over_once_and_out_of_reach_of_clients()
    {
        var pod = Pod("""{"size": 3}""", startsOver: true);
        Assert.Contains("--force-new-cluster", Etcd(pod).Args);
        Assert.Equal("Never", pod.Spec.RestartPolicy);
        Assert.Equal(ClusterLayout.StartsOverAnnotation, Assert.Single(pod.Spec.ReadinessGates).ConditionType);
        Assert.Contains(ClusterLayout.StartsOverAnnotation, pod.Metadata.Annotations.Keys);

        var ordinary = Pod("""{"size": 3}""");
        Assert.DoesNotContain("--force-new-cluster", Etcd(ordinary).Args);
        Assert.Equal("Always", ordinary.Spec.RestartPolicy);
        Assert.Null(ordinary.Spec.ReadinessGates);
    }

    [Theory]
    [InlineData("""{"size": 3, "recovery": {"policy": "Sometimes"}}""", "spec.recovery.policy")]
    [InlineData("""{"size": 3, "recovery": {"after": "soon"}}""", "spec.recovery.after")]
    [InlineData("""{"size": 3, "maintenance": {"quotaBackendBytes": 0}}""", "spec.maintenance.quotaBackendBytes")]
    [InlineData("""{"size": 3, "maintenance": {"snapshotCount": -1}}""", "spec.maintenance.snapshotCount")]
    [InlineData("""{"size": 3, "maintenance": {"defragmentation": {"thresholdPercent": 100}}}""", "spec.maintenance.defragmentation.thresholdPercent")]
    [InlineData("""{"size": 3, "maintenance": {"defragmentation": {"minReclaimBytes": -1}}}""", "spec.maintenance.defragmentation.minReclaimBytes")]
    [InlineData("""{"size": 3, "maintenance": {"defragmentation": {"schedule": "at night"}}}""", "spec.maintenance.defragmentation.schedule")]
    [InlineData("""{"size": 3, "maintenance": {"autoCompaction": {"mode": "daily", "retention": "1h"}}}""", "spec.maintenance.autoCompaction.mode")]
    [InlineData("""{"size": 3, "maintenance": {"autoCompaction": {"mode": "revision", "retention": "1h"}}}""", "spec.maintenance.autoCompaction.retention")]
    [InlineData("""{"size": 3, "maintenance": {"autoCompaction": {"retention": "1000"}}}""", "spec.maintenance.autoCompaction.retention")]
    [InlineData("""{"size": 3, "version": "3.2.13", "maintenance": {"autoCompaction": {"retention": "1h"}}}""", "spec.maintenance.autoCompaction")]
    public void Names_the_field_that_is_wrong(string spec, string field) =>
        Assert.StartsWith(field, Assert.Single(ClusterValidation.Problems(Clusters.Example(spec))), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"size": 3, "version": "3.5.33", "recovery": {"policy": "Automatic", "after": "1h30m"}}""")]
    [InlineData("""{"size": 3, "version": "3.5.33", "maintenance": {"autoCompaction": {"mode": "revision", "retention": "1000"}, "defragmentation": {"schedule": "30 3 * * 6"}}}""")]
    public void Accepts_what_the_documentation_says(string spec) => Assert.Empty(ClusterValidation.Problems(Clusters.Example(spec)));

    private static V1Pod Pod(string spec, EtcdVersion? version = null, bool startsOver = false)
    {
        var cluster = Clusters.Example(spec);
        var placement = new MemberPlacement
        {
            Name = "example-abcdefghij",
            Version = version ?? new EtcdVersion(3, 5, 33),
            HasClaim = startsOver,
            StartsOver = startsOver,
            InitialCluster = [new("example-abcdefghij", "http://example-abcdefghij.example.apps.svc:2380")],
        };
        return MemberPod.Build(new ClusterLayout(cluster), placement, PodParts.Read(cluster.Spec.Pod));
    }

    private static string Hash(string spec) => PodSpecHash.Of(Clusters.Example(spec).Spec);

    private static V1Container Etcd(V1Pod pod) => Assert.Single(pod.Spec.Containers);
}
