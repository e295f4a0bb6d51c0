using k8s.Models;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Xunit;

namespace Operon.Etcd.Tests.Objects;

/// <summary>Any field of a pod can be laid over the member pods, but for those that make them members.</summary>
public sealed class PodTemplateTests
{
    [Fact]
    public void Fields_are_merged_and_keyed_lists_joined()
    {
        var pod = Build("""
            {"dnsPolicy": "None", "dnsConfig": {"nameservers": ["10.0.0.1"]}, "securityContext": {"runAsUser": 65532},
             "volumes": [{"name": "scratch", "emptyDir": {}}],
             "containers": [
               {"name": "etcd", "imagePullPolicy": "Always", "env": [{"name": "GOGC", "value": "50"}], "volumeMounts": [{"name": "scratch", "mountPath": "/scratch"}], "readinessProbe": {"periodSeconds": 2}},
               {"name": "exporter", "image": "exporter:1"}]}
            """);
        Assert.Equal(("None", 65532L, "RuntimeDefault"), (pod.Spec.DnsPolicy, pod.Spec.SecurityContext.RunAsUser, pod.Spec.SecurityContext.SeccompProfile.Type));
        Assert.Equal(["etcd-data", "scratch"], pod.Spec.Volumes.Select(volume => volume.Name));
        Assert.Equal(["etcd", "exporter"], pod.Spec.Containers.Select(container => container.Name));
        var etcd = pod.Spec.Containers[0];
        Assert.Equal(("Always", "quay.io/coreos/etcd:v3.5.33", 2, "/readyz"), (etcd.ImagePullPolicy, etcd.Image, etcd.ReadinessProbe.PeriodSeconds, etcd.ReadinessProbe.HttpGet.Path));
        Assert.Equal(["/var/etcd", "/scratch"], etcd.VolumeMounts.Select(mount => mount.MountPath));
        Assert.Contains("--data-dir=/var/etcd/data", etcd.Args);
        Assert.Contains(etcd.Env, variable => variable is { Name: "GOGC", Value: "50" });
    }

    [Theory]
    [InlineData("""{"hostname": "x"}""", "spec.pod.template.spec.hostname")]
    [InlineData("""{"restartPolicy": "Never"}""", "spec.pod.template.spec.restartPolicy")]
    [InlineData("""{"containers": [{"name": "etcd", "args": ["--name=x"]}]}""", "spec.pod.template.spec.containers[etcd].args")]
    [InlineData("""{"containers": [{"name": "etcd", "env": [{"name": "ETCD_DATA_DIR", "value": "/x"}]}]}""", "spec.pod.etcdEnv: ETCD_DATA_DIR")]
    [InlineData("""{"volumes": [{"name": "etcd-data", "emptyDir": {}}]}""", "spec.pod.template.spec.volumes[etcd-data]")]
    [InlineData("""{"tolerationz": []}""", "spec.pod.template.spec.tolerationz")]
    [InlineData("""{"priority": "high"}""", "spec.pod.template.spec")]
    public void What_makes_a_pod_a_member_and_what_is_no_field_of_a_pod_is_refused(string template, string field) => Assert.StartsWith(
        field, Assert.Single(ClusterValidation.Problems(Clusters.Example($"{{\"size\": 3, \"pod\": {{\"template\": {{\"spec\": {template}}}}}}}"))), StringComparison.Ordinal);

    private static V1Pod Build(string template)
    {
        var cluster = Clusters.Example($"{{\"size\": 3, \"pod\": {{\"template\": {{\"spec\": {template}}}}}}}");
        Assert.Empty(ClusterValidation.Problems(cluster));
        var placement = new MemberPlacement { Name = "example-a", Version = new EtcdVersion(3, 5, 33), InitialCluster = [] };
        return MemberPod.Build(new ClusterLayout(cluster), placement, PodParts.Read(cluster.Spec.Pod));
    }
}
