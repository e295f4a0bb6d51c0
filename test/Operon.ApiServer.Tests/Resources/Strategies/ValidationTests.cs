using System.Text.Json.Nodes;
using Operon.ApiServer.Resources.Strategies;
using Xunit;

namespace Operon.ApiServer.Tests.Resources.Strategies;

public sealed class ValidationTests
{
    [Theory]
    [InlineData("""{"name":"Big"}""", "metadata.name: Invalid value: \"Big\": a lowercase RFC 1123 subdomain must consist of")]
    [InlineData("""{}""", "metadata.name: Required value: name or generateName is required")]
    [InlineData("""{"name":"a","labels":{"-x":"1"}}""", "metadata.labels: Invalid value: \"-x\": name part must consist of alphanumeric")]
    [InlineData("""{"name":"a","labels":{"x":"a b"}}""", "metadata.labels: Invalid value: \"a b\": a valid label must be")]
    [InlineData("""{"name":"a","annotations":{"a b":"1"}}""", "metadata.annotations: Invalid value: \"a b\"")]
    [InlineData("""{"name":"a","finalizers":["plain"]}""", "metadata.finalizers: Invalid value: \"plain\": name is neither a standard finalizer name nor is it fully qualified")]
    [InlineData("""{"name":"a","ownerReferences":[{"apiVersion":"v1","kind":"X","name":"","uid":"u"}]}""", "metadata.ownerReferences[0].name: Invalid value: \"\": must not be empty")]
    [InlineData("""{"name":"a","ownerReferences":[{"apiVersion":"v1","kind":"X","name":"a","uid":"u","controller":true},{"apiVersion":"v1","kind":"X","name":"b","uid":"w","controller":true}]}""",
        "metadata.ownerReferences: Invalid value: [")]
    public void Metadata_is_checked(string metadata, string expected)
    {
        var errors = StrategyCase.Errors("", "ConfigMap", Tree.Map($$"""{"metadata":{{metadata}}}"""));

        Assert.StartsWith(expected, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Annotations_have_a_size_limit()
    {
        var resource = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "a", ["annotations"] = new JsonObject { ["a"] = new string('x', 256 * 1024) } } };

        Assert.Equal("metadata.annotations: Too long: may not be more than 262144 bytes", Assert.Single(StrategyCase.Errors("", "ConfigMap", resource)));
    }

    [Theory]
    [InlineData("", "Service", "1a", false)]
    [InlineData("", "Service", "a-1", true)]
    [InlineData("", "Namespace", "a.b", false)]
    [InlineData("", "Namespace", "1a", true)]
    [InlineData("", "ConfigMap", "a.b", true)]
    [InlineData("rbac.authorization.k8s.io", "ClusterRole", "system:Node", true)]
    [InlineData("rbac.authorization.k8s.io", "ClusterRole", "a/b", false)]
    public void Each_kind_has_its_rule_for_names(string group, string kind, string name, bool fine)
    {
        var errors = StrategyCase.Errors(group, kind, StrategyCase.Create(group, kind, """ "spec":{"ports":[{"port":1}]} """, $$"""{"name":"{{name}}"}"""));

        Assert.Equal(fine, errors.Length == 0);
    }

    [Theory]
    [InlineData("""{"containers":[]}""", "spec.containers: Required value")]
    [InlineData("""{"containers":[{"name":"c"}]}""", "spec.containers[0].image: Required value")]
    [InlineData("""{"containers":[{"image":"i"}]}""", "spec.containers[0].name: Required value")]
    [InlineData("""{"containers":[{"name":"c","image":"i"},{"name":"c","image":"i"}]}""", "spec.containers[1].name: Duplicate value: \"c\"")]
    [InlineData("""{"restartPolicy":"Perhaps","containers":[{"name":"c","image":"i"}]}""", "spec.restartPolicy: Unsupported value: \"Perhaps\": supported values: \"Always\", \"OnFailure\", \"Never\"")]
    [InlineData("""{"containers":[{"name":"c","image":"i","volumeMounts":[{"name":"v","mountPath":"/v"}]}]}""", "spec.containers[0].volumeMounts[0].name: Not found: \"v\"")]
    [InlineData("""{"containers":[{"name":"c","image":"i","ports":[{"containerPort":70000}]}]}""", "spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive")]
    [InlineData("""{"containers":[{"name":"c","image":"i","env":[{"name":"A=B"}]}]}""", "spec.containers[0].env[0].name: Invalid value: \"A=B\"")]
    [InlineData("""{"containers":[{"name":"c","image":"i","livenessProbe":{}}]}""", "spec.containers[0].livenessProbe: Required value: must specify a handler type")]
    [InlineData("""{"containers":[{"name":"c","image":"i","readinessProbe":{"exec":{"command":["x"]},"tcpSocket":{"port":1}}}]}""", "spec.containers[0].readinessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type")]
    [InlineData("""{"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"2"},"limits":{"cpu":"1"}}}]}""", "spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1")]
    [InlineData("""{"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"two"}}}]}""", "spec.containers[0].resources.requests[cpu]: Invalid value: \"two\": quantities must match")]
    [InlineData("""{"volumes":[{"name":"v","emptyDir":{},"secret":{"secretName":"s"}}],"containers":[{"name":"c","image":"i"}]}""", "spec.volumes[0].secret: Forbidden: may not specify more than 1 volume type")]
    public void Pods_are_checked(string spec, string expected)
    {
        var errors = StrategyCase.Errors("", "Pod", StrategyCase.Create("", "Pod", $"\"spec\":{spec}"));

        Assert.StartsWith(expected, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_running_pod_takes_a_new_image_and_more_tolerations_only()
    {
        var pod = StrategyCase.Create("", "Pod", $"\"spec\":{StrategyCase.PodSpec}");

        Assert.Empty(StrategyCase.UpdateErrors("", "Pod", pod, updated =>
        {
            updated["spec"]!["containers"]![0]!["image"] = "other:1";
            updated["spec"]!["tolerations"] = Tree.Node("""[{"key":"k","operator":"Exists"}]""");
            updated["metadata"]!["labels"] = Tree.Node("""{"a":"b"}""");
        }));
        var error = Assert.Single(StrategyCase.UpdateErrors("", "Pod", pod, updated => updated["spec"]!["containers"]![0]!["command"] = Tree.Node("""["x"]""")));
        Assert.StartsWith("spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`", error, StringComparison.Ordinal);
        Assert.Contains("changed: spec.containers", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apps", "Deployment", "deployment")]
    [InlineData("apps", "ReplicaSet", "replicaset")]
    [InlineData("apps", "StatefulSet", "statefulset")]
    [InlineData("apps", "DaemonSet", "daemonset")]
    public void A_controllers_selector_must_fit_its_template_and_never_changes(string group, string kind, string name)
    {
        var good = StrategyCase.Create(group, kind, StrategyCase.Workload(StrategyCase.PodSpec));
        var mismatch = (JsonObject)good.DeepClone();
        mismatch["spec"]!["selector"] = Tree.Node("""{"matchLabels":{"app":"b"}}""");
        var empty = (JsonObject)good.DeepClone();
        empty["spec"]!["selector"] = new JsonObject();
        var missing = (JsonObject)good.DeepClone();
        missing["spec"]!.AsObject().Remove("selector");
        var never = (JsonObject)good.DeepClone();
        never["spec"]!["template"]!["spec"]!["restartPolicy"] = "Never";

        Assert.Empty(StrategyCase.Errors(group, kind, good));
        Assert.Equal(["spec.template.metadata.labels: Invalid value: {\"app\":\"a\"}: `selector` does not match template `labels`"], StrategyCase.Errors(group, kind, mismatch));
        Assert.Equal([$"spec.selector: Invalid value: {{}}: empty selector is invalid for {name}"], StrategyCase.Errors(group, kind, empty));
        Assert.Equal(["spec.selector: Required value"], StrategyCase.Errors(group, kind, missing));
        Assert.Equal(["spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\""], StrategyCase.Errors(group, kind, never));
        Assert.Single(StrategyCase.UpdateErrors(group, kind, good, updated =>
        {
            updated["spec"]!["selector"] = Tree.Node("""{"matchLabels":{"app":"b"}}""");
            updated["spec"]!["template"]!["metadata"]!["labels"] = Tree.Node("""{"app":"b"}""");
        }));
    }

    [Fact]
    public void A_stateful_set_changes_only_what_can_change()
    {
        var set = StrategyCase.Create("apps", "StatefulSet", StrategyCase.Workload(
            """{"containers":[{"name":"c","image":"i","volumeMounts":[{"name":"data","mountPath":"/d"}]}]}""",
            ""","serviceName":"s","volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"]}}]"""));

        Assert.Empty(StrategyCase.Errors("apps", "StatefulSet", set));
        Assert.Empty(StrategyCase.UpdateErrors("apps", "StatefulSet", set, updated => updated["spec"]!["replicas"] = 5));
        Assert.StartsWith(
            "spec: Forbidden: updates to statefulset spec for fields other than 'replicas'",
            Assert.Single(StrategyCase.UpdateErrors("apps", "StatefulSet", set, updated => updated["spec"]!["serviceName"] = "t")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_jobs_template_is_immutable_and_never_restarts_always()
    {
        var job = StrategyCase.Create("batch", "Job", """ "spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}} """);
        var always = StrategyCase.Create("batch", "Job", """ "spec":{"template":{"spec":{"containers":[{"name":"c","image":"i"}]}}} """);

        Assert.EndsWith("field is immutable", Assert.Single(StrategyCase.UpdateErrors("batch", "Job", job, updated => updated["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "j")), StringComparison.Ordinal);
        Assert.Empty(StrategyCase.UpdateErrors("batch", "Job", job, updated => updated["spec"]!["parallelism"] = 0));
        Assert.Equal(
            ["spec.template.spec.restartPolicy: Unsupported value: \"Always\": supported values: \"OnFailure\", \"Never\""],
            StrategyCase.Errors("batch", "Job", always));
    }

    [Theory]
    [InlineData("""{}""", "spec.ports: Required value")]
    [InlineData("""{"clusterIP":"None"}""", null)]
    [InlineData("""{"type":"ExternalName"}""", "spec.externalName: Required value")]
    [InlineData("""{"ports":[{"port":1},{"port":2}]}""", "spec.ports[0].name: Required value|spec.ports[1].name: Required value")]
    [InlineData("""{"ports":[{"port":0}]}""", "spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive|spec.ports[0].targetPort: Invalid value: 0: must be")]
    [InlineData("""{"ports":[{"port":1,"name":"a"},{"port":2,"name":"a"}]}""", "spec.ports[1].name: Duplicate value: \"a\"")]
    [InlineData("""{"ports":[{"port":1,"nodePort":30000}]}""", "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'")]
    [InlineData("""{"type":"Odd","ports":[{"port":1}]}""", "spec.type: Unsupported value: \"Odd\"")]
    [InlineData("""{"clusterIP":"x","ports":[{"port":1}]}""", "spec.clusterIPs[0]: Invalid value: \"x\": must be a valid IP address")]
    public void Services_are_checked(string spec, string? expected)
    {
        var errors = StrategyCase.Errors("", "Service", StrategyCase.Create("", "Service", $"\"spec\":{spec}"));

        var wanted = expected?.Split('|') ?? [];
        Assert.Equal(wanted.Length, errors.Length);
        Assert.All(wanted.Zip(errors), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public void A_service_keeps_its_address()
    {
        var service = StrategyCase.Create("", "Service", """ "spec":{"ports":[{"port":1}]} """);
        Assert.True(ServiceStrategy.NeedsClusterIP(service));
        ServiceStrategy.AssignClusterIP(service, "10.96.0.7");

        var cleared = StrategyCase.Update("", "Service", service, updated =>
        {
            updated["spec"]!.AsObject().Remove("clusterIP");
            updated["spec"]!.AsObject().Remove("clusterIPs");
        });

        Assert.Equal("10.96.0.7", cleared["spec"]!["clusterIP"]!.GetValue<string>());
        Assert.Equal(
            "spec.clusterIPs[0]: Invalid value: \"10.96.0.8\": may not change once set",
            Assert.Single(StrategyCase.UpdateErrors("", "Service", service, updated => updated["spec"]!["clusterIP"] = "10.96.0.8")));
    }

    [Fact]
    public void Config_maps_and_secrets_check_keys_and_immutability()
    {
        var map = StrategyCase.Create("", "ConfigMap", """ "immutable":true,"data":{"a b":"x"} """);
        var fine = StrategyCase.Create("", "ConfigMap", """ "immutable":true,"data":{"a":"x"} """);
        var secret = StrategyCase.Create("", "Secret", """ "type":"kubernetes.io/tls","data":{"tls.crt":"!"} """);

        Assert.StartsWith("data[a b]: Invalid value: \"a b\": a valid config key", Assert.Single(StrategyCase.Errors("", "ConfigMap", map)), StringComparison.Ordinal);
        Assert.Equal(
            ["immutable: Forbidden: field is immutable when `immutable` is set", "data: Forbidden: field is immutable when `immutable` is set"],
            StrategyCase.UpdateErrors("", "ConfigMap", fine, updated =>
            {
                updated["immutable"] = false;
                updated["data"]!["a"] = "y";
            }));
        Assert.Equal(2, StrategyCase.Errors("", "Secret", secret).Length);
        Assert.StartsWith("type: Invalid value", Assert.Single(StrategyCase.UpdateErrors("", "Secret", StrategyCase.Create("", "Secret", "\"data\":{}"), updated => updated["type"] = "x/y")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_only_grows_and_only_when_bound()
    {
        var claim = StrategyCase.Create("", "PersistentVolumeClaim", """ "spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}} """);
        var bound = (JsonObject)claim.DeepClone();
        bound["status"]!["phase"] = "Bound";
        static void Resize(JsonObject updated, string size) => updated["spec"]!["resources"]!["requests"]!["storage"] = size;

        Assert.Empty(StrategyCase.UpdateErrors("", "PersistentVolumeClaim", bound, updated => Resize(updated, "2Gi")));
        Assert.StartsWith("spec: Forbidden: spec is immutable", Assert.Single(StrategyCase.UpdateErrors("", "PersistentVolumeClaim", claim, updated => Resize(updated, "2Gi"))), StringComparison.Ordinal);
        Assert.Equal(
            "spec.resources.requests.storage: Forbidden: field can not be less than status.capacity",
            Assert.Single(StrategyCase.UpdateErrors("", "PersistentVolumeClaim", bound, updated => Resize(updated, "512Mi"))));
        Assert.Equal(
            ["spec.accessModes: Required value: at least 1 access mode is required", "spec.resources[storage]: Required value"],
            StrategyCase.Errors("", "PersistentVolumeClaim", StrategyCase.Create("", "PersistentVolumeClaim", "\"spec\":{}")));
    }

    [Fact]
    public void Roles_and_bindings_are_checked()
    {
        var role = StrategyCase.Create("rbac.authorization.k8s.io", "Role", """ "rules":[{"apiGroups":[""],"resources":["pods"]},{"verbs":["get"],"nonResourceURLs":["/x"]}] """);
        var binding = StrategyCase.Create("rbac.authorization.k8s.io", "RoleBinding", """ "roleRef":{"kind":"Role","name":"r"},"subjects":[{"kind":"User","name":"u"}] """);

        Assert.Equal(
            ["rules[0].verbs: Required value: verbs must contain at least one value", "rules[1].nonResourceURLs: Invalid value: [\"/x\"]: namespaced rules cannot apply to non-resource URLs"],
            StrategyCase.Errors("rbac.authorization.k8s.io", "Role", role));
        Assert.Empty(StrategyCase.Errors("rbac.authorization.k8s.io", "RoleBinding", binding));
        Assert.EndsWith("cannot change roleRef", Assert.Single(StrategyCase.UpdateErrors("rbac.authorization.k8s.io", "RoleBinding", binding, updated => updated["roleRef"]!["name"] = "s")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("coordination.k8s.io", "Lease", """ "spec":{"leaseDurationSeconds":0} """, "spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0")]
    [InlineData("policy", "PodDisruptionBudget", """ "spec":{"minAvailable":1,"maxUnavailable":1} """, "spec: Invalid value: {\"minAvailable\":1,\"maxUnavailable\":1}: minAvailable and maxUnavailable cannot be both set")]
    [InlineData("storage.k8s.io", "StorageClass", """ "x":1 """, "provisioner: Required value")]
    [InlineData("apps", "ControllerRevision", """ "revision":1 """, "data: Required value: data is mandatory")]
    [InlineData("", "Event", """ "involvedObject":{"namespace":"other"} """, "involvedObject.namespace: Invalid value: \"other\": does not match event.namespace")]
    public void Other_kinds_are_checked(string group, string kind, string members, string expected) =>
        Assert.Equal(expected, Assert.Single(StrategyCase.Errors(group, kind, StrategyCase.Create(group, kind, members))));

    [Fact]
    public void A_definition_is_named_after_its_plural_and_group()
    {
        var errors = StrategyCase.Errors("apiextensions.k8s.io", "CustomResourceDefinition", StrategyCase.Create(
            "apiextensions.k8s.io",
            "CustomResourceDefinition",
            """ "spec":{"group":"x.io","scope":"Namespaced","names":{"plural":"things","kind":"Thing"},"versions":[{"name":"v1","served":true,"schema":{"openAPIV3Schema":{}}}]} """,
            """{"name":"thing.x.io"}"""));

        Assert.Equal("metadata.name: Invalid value: \"thing.x.io\": must be spec.names.plural+\".\"+spec.group", errors[0]);
        Assert.EndsWith("must have exactly one version marked as storage version", errors[1], StringComparison.Ordinal);
        Assert.Equal(2, errors.Length);
    }
}
