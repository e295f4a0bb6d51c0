using k8s.Models;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Xunit;

namespace Operon.Etcd.Tests.Objects;

public sealed class MemberPodTests
{
    private const string TlsSpec = """
        {"size": 3, "TLS": {"static": {"member": {"peerSecret": "peer", "serverSecret": "server"}, "operatorSecret": "client"}}}
        """;

    [Fact]
    public void Names_labels_and_addresses_are_those_of_the_CoreOS_operator()
    {
        var pod = Build(Seed());
        Assert.Equal("example-abcdefghij", pod.Metadata.Name);
        Assert.Equal("etcd", pod.Metadata.Labels["app"]);
        Assert.Equal("example", pod.Metadata.Labels["etcd_cluster"]);
        Assert.Equal("example-abcdefghij", pod.Metadata.Labels["etcd_node"]);
        Assert.Equal("3.5.33", pod.Metadata.Annotations["etcd.version"]);
        Assert.Equal(("example-abcdefghij", "example"), (pod.Spec.Hostname, pod.Spec.Subdomain));
        Assert.True(Assert.Single(pod.Metadata.OwnerReferences).Controller);
        Assert.Contains("--initial-advertise-peer-urls=http://example-abcdefghij.example.apps.svc:2380", Etcd(pod).Args);
        Assert.Contains("--advertise-client-urls=http://example-abcdefghij.example.apps.svc:2379", Etcd(pod).Args);
        Assert.Equal("quay.io/coreos/etcd:v3.5.33", Etcd(pod).Image);
    }

    [Fact]
    public void Row_100_members_rather_go_to_different_zones_and_nodes_unless_the_spec_says_how()
    {
        var spread = Build(Seed()).Spec.Affinity.PodAntiAffinity;
        Assert.Equal(["kubernetes.io/hostname", "topology.kubernetes.io/zone"], spread.PreferredDuringSchedulingIgnoredDuringExecution.Select(term => term.PodAffinityTerm.TopologyKey));
        Assert.Null(spread.RequiredDuringSchedulingIgnoredDuringExecution);
        Assert.Single(Build(Seed(), """{"size": 3, "pod": {"antiAffinity": true}}""").Spec.Affinity.PodAntiAffinity.RequiredDuringSchedulingIgnoredDuringExecution);

        var own = Build(Seed(), """{"size": 3, "pod": {"topologySpreadConstraints": [{"maxSkew": 1, "topologyKey": "rack", "whenUnsatisfiable": "DoNotSchedule"}]}}""");
        Assert.Null(own.Spec.Affinity);
        Assert.Equal("rack", Assert.Single(own.Spec.TopologySpreadConstraints).TopologyKey);
    }

    [Fact]
    public void Rows_92_and_102_classes_pull_secrets_grace_and_memory_reach_the_pod()
    {
        var pod = Build(Seed(), """
            {"size": 3, "storage": {"medium": "Memory", "sizeLimit": "2Gi"}, "pod": {"priorityClassName": "high", "runtimeClassName": "kata",
             "schedulerName": "other", "serviceAccountName": "etcd", "imagePullSecrets": [{"name": "pull"}], "terminationGracePeriodSeconds": 60}}
            """);
        Assert.Equal(("high", "kata", "other", "etcd", 60L), (pod.Spec.PriorityClassName, pod.Spec.RuntimeClassName, pod.Spec.SchedulerName, pod.Spec.ServiceAccountName, pod.Spec.TerminationGracePeriodSeconds));
        Assert.Equal("pull", Assert.Single(pod.Spec.ImagePullSecrets).Name);
        Assert.Equal(("Memory", "2Gi"), (pod.Spec.Volumes[0].EmptyDir.Medium, pod.Spec.Volumes[0].EmptyDir.SizeLimit.ToString()));
        Assert.False(pod.Spec.AutomountServiceAccountToken);
    }

    [Fact]
    public void Options_become_arguments_of_the_version_and_the_pod_says_what_it_was_made_from()
    {
        var pod = Build(Seed() with { Version = new EtcdVersion(3, 6, 14) }, """{"size": 3, "options": {"initial-corrupt-check": "true"}, "pod": {"labels": {"team": "blue"}}}""");
        Assert.Contains("--feature-gates=InitialCorruptCheck=true", Etcd(pod).Args);
        Assert.Equal("FallbackToLogsOnError", Etcd(pod).TerminationMessagePolicy);
        var applied = AppliedAnnotation.Read(pod.Metadata)!;
        Assert.Equal(("quay.io/coreos/etcd", "3.6.14", "3.6.14"), (applied.Repository, applied.Made, applied.Image));
        Assert.Equal(["team"], applied.Labels);
    }

    [Fact]
    public void B3_the_seed_founds_a_cluster_with_a_token_of_its_own()
    {
        var args = Etcd(Build(Seed())).Args;
        Assert.DoesNotContain(args, argument => argument.StartsWith("--initial-cluster-state", StringComparison.Ordinal));
        Assert.Contains("--initial-cluster-token=0b7e", args);
        Assert.Contains("--initial-cluster=example-abcdefghij=http://example-abcdefghij.example.apps.svc:2380", args);
    }

    [Fact]
    public void B2_the_leave_to_found_a_cluster_is_read_at_each_start_and_can_be_taken_back()
    {
        var pod = Build(Seed());
        Assert.Equal("new", pod.Metadata.Annotations[ClusterLayout.StateAnnotation]);
        Assert.Equal(
            $"metadata.annotations['{ClusterLayout.StateAnnotation}']",
            Etcd(pod).Env.Single(variable => variable.Name == "ETCD_INITIAL_CLUSTER_STATE").ValueFrom.FieldRef.FieldPath);
        var later = Build(Seed() with { IsSeed = false });
        Assert.DoesNotContain(ClusterLayout.StateAnnotation, later.Metadata.Annotations);
        Assert.DoesNotContain(Etcd(later).Env ?? [], variable => variable.Name == "ETCD_INITIAL_CLUSTER_STATE");
    }

    [Fact]
    public void B1_a_later_member_names_all_members_there_are()
    {
        var args = Etcd(Build(Seed() with { IsSeed = false, InitialCluster = [new("a", "http://a:2380"), new("b", "http://b:2380")] })).Args;
        Assert.Contains("--initial-cluster-state=existing", args);
        Assert.Contains("--initial-cluster=a=http://a:2380,b=http://b:2380", args);
        Assert.DoesNotContain(args, argument => argument.StartsWith("--initial-cluster-token", StringComparison.Ordinal));
    }

    [Fact]
    public void B6_containers_restart_in_place() => Assert.Equal("Always", Build(Seed()).Spec.RestartPolicy);

    [Fact]
    public void The_pod_gets_no_token_and_no_privileges()
    {
        var pod = Build(Seed());
        Assert.False(pod.Spec.AutomountServiceAccountToken);
        Assert.False(Etcd(pod).SecurityContext.AllowPrivilegeEscalation);
        Assert.Equal(["ALL"], Etcd(pod).SecurityContext.Capabilities.Drop);
        Assert.Equal("RuntimeDefault", pod.Spec.SecurityContext.SeccompProfile.Type);
        Assert.Null(pod.Spec.SecurityContext.RunAsNonRoot);
    }

    [Theory]
    [InlineData("3.4.28", null, "/health?exclude=NOSPACE")]
    [InlineData("3.4.29", "/livez", "/readyz")]
    [InlineData("3.5.10", null, "/health?exclude=NOSPACE")]
    [InlineData("3.5.11", "/livez", "/readyz")]
    [InlineData("3.6.0", "/livez", "/readyz")]
    [InlineData("3.7.1", "/livez", "/readyz")]
    public void Probes_ask_what_the_version_has_on_the_listener_that_needs_neither_quorum_nor_certificates(string version, string? liveness, string readiness)
    {
        var etcd = Etcd(Build(Seed() with { Version = EtcdVersion.TryParse(version, out var parsed) ? parsed : default }));
        Assert.Equal(liveness, etcd.LivenessProbe.HttpGet?.Path);
        Assert.Equal(liveness is null, etcd.LivenessProbe.TcpSocket is not null);
        Assert.Equal(liveness, etcd.StartupProbe?.HttpGet.Path);
        Assert.Equal((readiness, "2381"), (etcd.ReadinessProbe.HttpGet.Path, etcd.ReadinessProbe.HttpGet.Port.Value));
        Assert.Contains("--listen-metrics-urls=http://0.0.0.0:2381", etcd.Args);
        Assert.Null(etcd.LivenessProbe.Exec);
    }

    [Fact]
    public void Before_3_3_health_is_asked_on_the_client_port_and_liveness_is_a_connection()
    {
        var etcd = Etcd(Build(Seed() with { Version = new EtcdVersion(3, 2, 13) }));
        Assert.Equal(("/health?exclude=NOSPACE", "2379"), (etcd.ReadinessProbe.HttpGet.Path, etcd.ReadinessProbe.HttpGet.Port.Value));
        Assert.NotNull(etcd.LivenessProbe.TcpSocket);
        Assert.DoesNotContain(etcd.Args, argument => argument.StartsWith("--listen-metrics-urls", StringComparison.Ordinal));
    }

    [Fact]
    public void With_client_TLS_health_is_asked_on_the_metrics_port()
    {
        var pod = Build(Seed(), TlsSpec);
        Assert.Contains("--listen-metrics-urls=http://0.0.0.0:2381", Etcd(pod).Args);
        Assert.Equal("2381", Etcd(pod).ReadinessProbe.HttpGet.Port.Value);
    }

    [Fact]
    public void With_client_TLS_an_old_etcd_gets_no_flag_it_does_not_know()
    {
        var pod = Build(Seed() with { Version = new EtcdVersion(3, 2, 13) }, TlsSpec);
        Assert.DoesNotContain(Etcd(pod).Args, argument => argument.StartsWith("--listen-metrics-urls", StringComparison.Ordinal));
        Assert.NotNull(Etcd(pod).ReadinessProbe.TcpSocket);
    }

    [Fact]
    public void TLS_secrets_are_mounted_where_the_flags_point()
    {
        var pod = Build(Seed(), TlsSpec);
        Assert.Contains("--peer-trusted-ca-file=/etc/etcdtls/member/peer-tls/peer-ca.crt", Etcd(pod).Args);
        Assert.Contains("--cert-file=/etc/etcdtls/member/server-tls/server.crt", Etcd(pod).Args);
        Assert.Contains("--listen-client-urls=https://0.0.0.0:2379", Etcd(pod).Args);
        Assert.Equal(
            ["/etc/etcdtls/member/peer-tls", "/etc/etcdtls/member/server-tls", "/etc/etcdtls/operator/etcd-tls"],
            Etcd(pod).VolumeMounts.Skip(1).Select(mount => mount.MountPath));
        Assert.Equal(["peer", "server", "client"], pod.Spec.Volumes.Skip(1).Select(volume => volume.Secret.SecretName));
    }

    [Fact]
    public void Data_lives_in_an_emptyDir_or_in_the_claim_of_the_same_name()
    {
        Assert.NotNull(Build(Seed()).Spec.Volumes[0].EmptyDir);
        Assert.Equal("example-abcdefghij", Build(Seed() with { HasClaim = true }).Spec.Volumes[0].PersistentVolumeClaim.ClaimName);
    }

    [Fact]
    public void The_pod_policy_is_carried_over()
    {
        var pod = Build(Seed(), """
            {"size": 3, "repository": "registry.k8s.io/etcd", "pod": {
              "labels": {"team": "a"}, "annotations": {"x": "y"}, "nodeSelector": {"disk": "ssd"}, "antiAffinity": true,
              "resources": {"requests": {"cpu": "200m", "memory": "1Gi"}}, "tolerations": [{"key": "etcd", "operator": "Exists"}],
              "etcdEnv": [{"name": "ETCD_AUTO_COMPACTION_RETENTION", "value": "1"}], "securityContext": {"runAsUser": 9000, "fsGroup": 9000},
              "ClusterDomain": ".cluster.local"}}
            """);
        Assert.Equal("a", pod.Metadata.Labels["team"]);
        Assert.Equal("y", pod.Metadata.Annotations["x"]);
        Assert.Equal("ssd", pod.Spec.NodeSelector["disk"]);
        Assert.Equal("registry.k8s.io/etcd:v3.5.33", Etcd(pod).Image);
        Assert.Equal("200m", Etcd(pod).Resources.Requests["cpu"].ToString());
        Assert.Equal("etcd", Assert.Single(pod.Spec.Tolerations).Key);
        Assert.Equal("ETCD_AUTO_COMPACTION_RETENTION", Etcd(pod).Env[0].Name);
        Assert.Equal(9000, pod.Spec.SecurityContext.RunAsUser);
        Assert.Equal("RuntimeDefault", pod.Spec.SecurityContext.SeccompProfile.Type);
        Assert.Contains("--advertise-client-urls=http://example-abcdefghij.example.apps.svc.cluster.local:2379", Etcd(pod).Args);
        var term = Assert.Single(pod.Spec.Affinity.PodAntiAffinity.RequiredDuringSchedulingIgnoredDuringExecution);
        Assert.Equal("kubernetes.io/hostname", term.TopologyKey);
    }

    [Fact]
    public void The_dns_check_runs_only_for_manifests_that_ask_for_it()
    {
        Assert.Null(Build(Seed()).Spec.InitContainers);
        var check = Assert.Single(Build(Seed(), """{"size": 1, "pod": {"DNSTimeoutInSecond": 5}}""").Spec.InitContainers);
        Assert.Equal("busybox:1.28.0-glibc", check.Image);
        Assert.Equal("5", check.Command[^1]);
    }

    private static MemberPlacement Seed() => new()
    {
        Name = "example-abcdefghij",
        Version = new EtcdVersion(3, 5, 33),
        IsSeed = true,
        InitialCluster = [new("example-abcdefghij", "http://example-abcdefghij.example.apps.svc:2380")],
    };

    private static V1Pod Build(MemberPlacement placement, string spec = """{"size": 3}""")
    {
        var cluster = Clusters.Example(spec);
        return MemberPod.Build(new ClusterLayout(cluster), placement, PodParts.Read(cluster.Spec.Pod));
    }

    private static V1Container Etcd(V1Pod pod) => Assert.Single(pod.Spec.Containers);
}
