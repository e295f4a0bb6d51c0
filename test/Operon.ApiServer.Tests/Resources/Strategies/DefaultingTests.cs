using System.Text.Json.Nodes;
using Operon.ApiServer.Resources.Strategies;
using Xunit;

namespace Operon.ApiServer.Tests.Resources.Strategies;

public sealed class DefaultingTests
{
    [Fact]
    public void A_minimal_pod_gets_what_the_real_server_gives_it() =>
        Tree.Equal(
            """
            {"metadata":{"name":"a","namespace":"default","uid":"11111111-2222-4333-8444-555555555555","generation":1},
             "spec":{"containers":[{"name":"c","image":"etcd:3.5","terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File",
               "imagePullPolicy":"IfNotPresent","resources":{}}],
              "enableServiceLinks":true,"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","securityContext":{},
              "schedulerName":"default-scheduler"},
             "status":{"phase":"Pending","qosClass":"BestEffort"}}
            """,
            StrategyCase.Create("", "Pod", $"\"spec\":{StrategyCase.PodSpec}"));

    [Theory]
    [InlineData("etcd", "Always")]
    [InlineData("etcd:latest", "Always")]
    [InlineData("host:5000/etcd", "Always")]
    [InlineData("host:5000/etcd:v3", "IfNotPresent")]
    [InlineData("etcd@sha256:0123", "IfNotPresent")]
    public void The_pull_policy_follows_the_tag(string image, string policy)
    {
        var pod = StrategyCase.Create("", "Pod", $$$"""
            "spec":{"containers":[{"name":"c","image":"{{{image}}}"}]}
            """);

        Assert.Equal(policy, pod["spec"]!["containers"]![0]!["imagePullPolicy"]!.GetValue<string>());
    }

    [Fact]
    public void Containers_volumes_and_probes_are_completed()
    {
        var pod = StrategyCase.Create("", "Pod", """
            "spec":{"hostNetwork":true,"serviceAccountName":"sa",
             "volumes":[{"name":"e"},{"name":"s","secret":{"secretName":"x"}},{"name":"p","projected":{"sources":[{"serviceAccountToken":{"path":"token"}},
               {"downwardAPI":{"items":[{"path":"n","fieldRef":{"fieldPath":"metadata.name"}}]}}]}}],
             "containers":[{"name":"c","image":"i:1","ports":[{"containerPort":80}],"env":[{"name":"N","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}],
               "resources":{"limits":{"cpu":"1","memory":"1Gi"}},"livenessProbe":{"httpGet":{"port":80},"periodSeconds":3}}]}
            """);
        var container = pod["spec"]!["containers"]![0]!;

        Tree.Equal("""[{"containerPort":80,"protocol":"TCP","hostPort":80}]""", container["ports"]);
        Tree.Equal("""{"fieldRef":{"fieldPath":"metadata.name","apiVersion":"v1"}}""", container["env"]![0]!["valueFrom"]);
        Tree.Equal("""{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"1","memory":"1Gi"}}""", container["resources"]);
        Tree.Equal(
            """{"httpGet":{"port":80,"path":"/","scheme":"HTTP"},"periodSeconds":3,"timeoutSeconds":1,"successThreshold":1,"failureThreshold":3}""",
            container["livenessProbe"]);
        Tree.Equal(
            """
            [{"name":"e","emptyDir":{}},{"name":"s","secret":{"secretName":"x","defaultMode":420}},
             {"name":"p","projected":{"defaultMode":420,"sources":[{"serviceAccountToken":{"path":"token","expirationSeconds":3600}},
              {"downwardAPI":{"items":[{"path":"n","fieldRef":{"fieldPath":"metadata.name","apiVersion":"v1"}}]}}]}}]
            """,
            pod["spec"]!["volumes"]);
        Assert.Equal("sa", pod["spec"]!["serviceAccount"]!.GetValue<string>());
        Assert.Equal("Guaranteed", pod["status"]!["qosClass"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("apps", "Deployment", """{"replicas":1,"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":"25%","maxSurge":"25%"}},"revisionHistoryLimit":10,"progressDeadlineSeconds":600}""")]
    [InlineData("apps", "ReplicaSet", """{"replicas":1}""")]
    [InlineData("apps", "StatefulSet", """{"podManagementPolicy":"OrderedReady","updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":0}},"persistentVolumeClaimRetentionPolicy":{"whenDeleted":"Retain","whenScaled":"Retain"},"replicas":1,"revisionHistoryLimit":10}""")]
    [InlineData("apps", "DaemonSet", """{"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":1,"maxSurge":0}},"revisionHistoryLimit":10}""")]
    [InlineData("", "ReplicationController", """{"replicas":1}""")]
    public void Controllers_get_their_defaults(string group, string kind, string expected)
    {
        var resource = StrategyCase.Create(group, kind, StrategyCase.Workload(StrategyCase.PodSpec));
        var spec = (JsonObject)resource["spec"]!;

        Assert.Equal("ClusterFirst", spec["template"]!["spec"]!["dnsPolicy"]!.GetValue<string>());
        spec.Remove("template");
        spec.Remove("selector");
        Tree.Equal(expected, spec);
        Assert.Equal(1, resource["metadata"]!["generation"]!.GetValue<long>());
    }

    [Fact]
    public void A_job_selects_its_pods_by_its_own_uid()
    {
        var job = StrategyCase.Create("batch", "Job", """
            "spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}
            """);

        const string Uid = "11111111-2222-4333-8444-555555555555";
        Assert.Empty(StrategyCase.Errors("batch", "Job", job));
        Tree.Equal($$$"""{"matchLabels":{"batch.kubernetes.io/controller-uid":"{{{Uid}}}"}}""", job["spec"]!["selector"]);
        Tree.Equal(
            $$"""{"controller-uid":"{{Uid}}","batch.kubernetes.io/controller-uid":"{{Uid}}","job-name":"a","batch.kubernetes.io/job-name":"a"}""",
            job["spec"]!["template"]!["metadata"]!["labels"]);
        var spec = (JsonObject)job["spec"]!;
        spec.Remove("template");
        spec.Remove("selector");
        Tree.Equal(
            """{"completions":1,"parallelism":1,"backoffLimit":6,"completionMode":"NonIndexed","suspend":false,"podReplacementPolicy":"TerminatingOrFailed"}""",
            spec);
    }

    [Fact]
    public void A_service_gets_ports_policies_and_mirrored_addresses()
    {
        var service = StrategyCase.Create("", "Service", """
            "spec":{"clusterIP":"None","ports":[{"port":2379},{"name":"x","port":80,"targetPort":"http"}]}
            """);

        Tree.Equal(
            """
            {"clusterIP":"None","clusterIPs":["None"],"ports":[{"port":2379,"protocol":"TCP","targetPort":2379},{"name":"x","port":80,"targetPort":"http","protocol":"TCP"}],
             "sessionAffinity":"None","type":"ClusterIP","internalTrafficPolicy":"Cluster","ipFamilyPolicy":"SingleStack","ipFamilies":["IPv4"]}
            """,
            service["spec"]);
        Assert.False(ServiceStrategy.NeedsClusterIP(service));
    }

    [Fact]
    public void A_secret_turns_text_into_data()
    {
        var secret = StrategyCase.Create("", "Secret", """ "data":{"a":"eA==","b":"eQ=="},"stringData":{"b":"new"} """);

        Tree.Equal("""{"a":"eA==","b":"bmV3"}""", secret["data"]);
        Assert.Equal("Opaque", secret["type"]!.GetValue<string>());
        Assert.Null(secret["stringData"]);
    }

    [Fact]
    public void A_namespace_carries_its_name_as_label_and_its_finalizer()
    {
        var space = StrategyCase.Create("", "Namespace", "\"status\":{\"phase\":\"Terminating\"}", """{"name":"team"}""");

        Tree.Equal("""{"kubernetes.io/metadata.name":"team"}""", space["metadata"]!["labels"]);
        Tree.Equal("""{"finalizers":["kubernetes"]}""", space["spec"]);
        Tree.Equal("""{"phase":"Active"}""", space["status"]);
    }

    [Fact]
    public void A_definition_derives_names_and_remembers_its_storage_version()
    {
        var definition = StrategyCase.Create("apiextensions.k8s.io", "CustomResourceDefinition", """
            "spec":{"group":"x.io","scope":"Namespaced","names":{"plural":"things","kind":"Thing"},
             "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]}
            """, """{"name":"things.x.io"}""");

        Tree.Equal("""{"plural":"things","kind":"Thing","singular":"thing","listKind":"ThingList"}""", definition["spec"]!["names"]);
        Tree.Equal("""{"strategy":"None"}""", definition["spec"]!["conversion"]);
        Tree.Equal("""["v1"]""", definition["status"]!["storedVersions"]);
        Assert.Empty(StrategyCase.Errors("apiextensions.k8s.io", "CustomResourceDefinition", definition));
    }

    [Theory]
    [InlineData("", "PersistentVolumeClaim", """ "spec":{} """, "spec.volumeMode", "Filesystem")]
    [InlineData("", "PersistentVolume", """ "spec":{} """, "spec.persistentVolumeReclaimPolicy", "Retain")]
    [InlineData("storage.k8s.io", "StorageClass", """ "provisioner":"x" """, "volumeBindingMode", "Immediate")]
    [InlineData("rbac.authorization.k8s.io", "RoleBinding", """ "roleRef":{"kind":"Role","name":"r"} """, "roleRef.apiGroup", "rbac.authorization.k8s.io")]
    [InlineData("batch", "CronJob", """ "spec":{} """, "spec.concurrencyPolicy", "Allow")]
    [InlineData("scheduling.k8s.io", "PriorityClass", """ "value":1 """, "preemptionPolicy", "PreemptLowerPriority")]
    public void Other_kinds_get_theirs(string group, string kind, string members, string path, string expected) =>
        Assert.Equal(expected, StrategyCase.Create(group, kind, members).At(path).AsText());

    [Fact]
    public void Defaulting_twice_is_defaulting_once()
    {
        foreach (var (group, kind, members) in new[]
        {
            ("", "Pod", $"\"spec\":{StrategyCase.PodSpec}"),
            ("apps", "Deployment", StrategyCase.Workload(StrategyCase.PodSpec)),
            ("apps", "StatefulSet", StrategyCase.Workload(StrategyCase.PodSpec)),
            ("", "Service", """ "spec":{"type":"LoadBalancer","ports":[{"port":1}]} """),
        })
        {
            var once = StrategyCase.Create(group, kind, members);
            var twice = (JsonObject)once.DeepClone();
            ResourceStrategies.For(group, kind).Default(twice);
            Tree.Equal(once.ToJsonString(), twice);
        }
    }
}
