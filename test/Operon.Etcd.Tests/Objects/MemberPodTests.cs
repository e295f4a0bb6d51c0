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
    public void B3_the_seed_founds_a_cluster_with_a_token_of_its_own()
    {
        var args = Etcd(Build(Seed())).Args;
        Assert.Contains("--initial-cluster-state=new", args);
        Assert.Contains("--initial-cluster-token=0b7e", args);
        Assert.Contains("--initial-cluster=example-abcdefghij=http://example-abcdefghij.example.apps.svc:2380", args);
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

    [Fact]
    public void Liveness_asks_nothing_of_the_cluster()
    {
        var probe = Etcd(Build(Seed())).LivenessProbe;
        Assert.NotNull(probe.TcpSocket);
        Assert.Null(probe.HttpGet);
        Assert.Null(probe.Exec);
    }

    [Fact]
    public void Readiness_asks_health_without_a_shell()
    {
        var probe = Etcd(Build(Seed())).ReadinessProbe;
        Assert.Equal(("/health", "2379"), (probe.HttpGet.Path, probe.HttpGet.Port.Value));
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
