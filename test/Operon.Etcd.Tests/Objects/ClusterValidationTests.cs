using Operon.Etcd.Objects;
using Xunit;

namespace Operon.Etcd.Tests.Objects;

public sealed class ClusterValidationTests
{
    [Theory]
    [InlineData("""{"size": 0}""", "spec.size")]
    [InlineData("""{"size": -3}""", "spec.size")]
    [InlineData("""{"size": 3, "version": "latest"}""", "spec.version")]
    [InlineData("""{"size": 3, "pod": {"labels": {"app": "x"}}}""", "spec.pod.labels")]
    [InlineData("""{"size": 3, "pod": {"labels": {"etcd_cluster": "x"}}}""", "spec.pod.labels")]
    [InlineData("""{"size": 3, "pod": {"annotations": {"etcd.version": "x"}}}""", "spec.pod.annotations")]
    [InlineData("""{"size": 3, "pod": {"etcdEnv": [{"name": "ETCD_INITIAL_CLUSTER", "value": "x"}]}}""", "spec.pod.etcdEnv")]
    [InlineData("""{"size": 3, "pod": {"etcdEnv": [{"name": "ETCD_DATA_DIR", "value": "x"}]}}""", "spec.pod.etcdEnv")]
    [InlineData("""{"size": 3, "pod": {"etcdEnv": [{"name": "ETCD_FORCE_NEW_CLUSTER", "value": "true"}]}}""", "spec.pod.etcdEnv")]
    [InlineData("""{"size": 3, "pod": {"etcdEnv": [{"name": "ETCD_CONFIG_FILE", "value": "x"}]}}""", "spec.pod.etcdEnv")]
    [InlineData("""{"size": 3, "pod": {"etcdEnv": [{"name": "ETCD_DISCOVERY_SRV", "value": "x"}]}}""", "spec.pod.etcdEnv")]
    [InlineData("""{"size": 3, "pod": {"resources": {"limits": {"cpu": "much"}}}}""", "spec.pod.resources")]
    [InlineData("""{"size": 3, "pod": {"tolerations": [7]}}""", "spec.pod.tolerations[0]")]
    [InlineData("""{"size": 8}""", "spec.size")]
    [InlineData("""{"size": 3, "options": {"initial-cluster": "x"}}""", "spec.options: initial-cluster is decided")]
    [InlineData("""{"size": 3, "options": {"data-dir": "x"}}""", "spec.options: data-dir")]
    [InlineData("""{"size": 3, "options": {"force-new-cluster": "true"}}""", "spec.options: force-new-cluster")]
    [InlineData("""{"size": 3, "options": {"strict-reconfig-check": "false"}}""", "spec.options: strict-reconfig-check")]
    [InlineData("""{"size": 3, "options": {"unsafe-no-fsync": "true"}}""", "spec.options: unsafe-no-fsync may cost")]
    [InlineData("""{"size": 3, "options": {"--snapshot-count": "1"}}""", "spec.options: \"--snapshot-count\" is not the name")]
    [InlineData("""{"size": 3, "options": {"corrupt-check-time": "1h", "experimental-corrupt-check-time": "2h"}}""", "spec.options: experimental-corrupt-check-time and corrupt-check-time")]
    [InlineData("""{"size": 3, "version": "3.6.14", "options": {"enable-v2": "true"}}""", "spec.options: enable-v2 does not exist in etcd 3.6")]
    [InlineData("""{"size": 3, "storage": {"sizeLimit": "much"}}""", "spec.storage.sizeLimit")]
    [InlineData("""{"size": 3, "storage": {"deletePolicy": "Keep"}}""", "spec.storage.deletePolicy")]
    [InlineData("""{"size": 3, "pod": {"annotations": {"etcd.database.coreos.com/applied": "x"}}}""", "spec.pod.annotations")]
    [InlineData("""{"size": 3, "pod": {"topologySpreadConstraints": [7]}}""", "spec.pod.topologySpreadConstraints[0]")]
    [InlineData("""{"size": 3, "TLS": {"static": {"operatorSecret": "c"}}}""", "spec.TLS.static.member.serverSecret")]
    [InlineData("""{"size": 3, "TLS": {"static": {"member": {"serverSecret": "s"}}}}""", "spec.TLS.static.operatorSecret")]
    [InlineData("""{"size": 3, "TLS": {"static": {"operatorSecret": "c", "member": null}}}""", "spec.TLS.static.member.serverSecret")]
    [InlineData("""{"size": 3, "TLS": {"auto": {}, "static": {"member": {"peerSecret": "p"}}}}""", "spec.TLS: static, auto and certManager")]
    [InlineData("""{"size": 3, "TLS": {"auto": {"validity": "90d"}}}""", "spec.TLS.auto.validity")]
    [InlineData("""{"size": 3, "TLS": {"auto": {"validity": "10h", "renewBefore": "10h"}}}""", "spec.TLS.auto.renewBefore")]
    [InlineData("""{"size": 3, "TLS": {"auto": {"validity": "10h", "caValidity": "9h"}}}""", "spec.TLS.auto.validity")]
    [InlineData("""{"size": 3, "TLS": {"auto": {"extraIpAddresses": ["etcd.example.com"]}}}""", "spec.TLS.auto.extraIpAddresses")]
    [InlineData("""{"size": 3, "TLS": {"certManager": {}}}""", "spec.TLS.certManager")]
    public void Names_the_field_that_is_wrong(string spec, string field) =>
        Assert.StartsWith(field, Assert.Single(ClusterValidation.Problems(Clusters.Example(spec))), StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_name_that_leaves_no_room_for_pod_names()
    {
        Assert.Empty(ClusterValidation.Problems(Clusters.Example(name: new string('a', 52))));
        Assert.StartsWith("metadata.name", Assert.Single(ClusterValidation.Problems(Clusters.Example(name: new string('a', 53)))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"size": 3}""")]
    [InlineData("""{"size": 1, "version": "v3.4.30", "repository": "x/y"}""")]
    [InlineData("""{"size": 3, "pod": {"etcdEnv": [{"name": "ETCD_AUTO_COMPACTION_RETENTION", "value": "1"}]}}""")]
    [InlineData("""{"size": 3, "TLS": {"static": {"member": {"peerSecret": "p"}}}}""")]
    [InlineData("""{"size": 0, "pod": {"persistentVolumeClaimSpec": {}}}""")]
    [InlineData("""{"size": 4, "version": "3.6.14", "options": {"snapshot-count": "5000", "initial-corrupt-check": "true"}}""")]
    public void Accepts_what_old_manifests_say(string spec) => Assert.Empty(ClusterValidation.Problems(Clusters.Example(spec)));

    [Fact]
    public void Refuses_to_change_the_source_of_certificates_under_members_that_use_them()
    {
        var cluster = Clusters.Example("""{"size": 3, "TLS": {"auto": {}}}""");
        Assert.Empty(ClusterValidation.Problems(cluster));
        var used = cluster with { Status = new() { Tls = new() { Source = "Static" } } };
        Assert.Contains("goes through plaintext", Assert.Single(ClusterValidation.Problems(used)), StringComparison.Ordinal);
    }
}
