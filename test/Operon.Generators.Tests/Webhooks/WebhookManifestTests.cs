using System.Text.Json.Nodes;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Generators.Tests;

public sealed class WebhookManifestTests
{
    [Fact]
    public async Task Defaulter_and_validator_are_laid_out_as_in_kubebuilder()
    {
        Assert.Equal(
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingWebhookConfiguration
            metadata:
              name: mutating-webhook-configuration
            webhooks:
            - admissionReviewVersions:
              - v1
              clientConfig:
                service:
                  name: webhook-service
                  namespace: system
                  path: /mutate-cache-example-com-v1-memcached
              failurePolicy: Fail
              name: mmemcached-v1.kb.io
              rules:
              - apiGroups:
                - cache.example.com
                apiVersions:
                - v1
                operations:
                - CREATE
                - UPDATE
                resources:
                - memcacheds
              sideEffects: None
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata:
              name: validating-webhook-configuration
            webhooks:
            - admissionReviewVersions:
              - v1
              clientConfig:
                service:
                  name: webhook-service
                  namespace: system
                  path: /validate-cache-example-com-v1-memcached
              failurePolicy: Fail
              name: vmemcached-v1.kb.io
              rules:
              - apiGroups:
                - cache.example.com
                apiVersions:
                - v1
                operations:
                - CREATE
                - UPDATE
                - DELETE
                resources:
                - memcacheds
              sideEffects: None

            """,
            string.Join("---\n", (await ManifestAsync($"[Webhook] public sealed class Hook : IDefaulter<Memcached>, IValidator<Memcached> {{ {Sources.Defaulter} {Sources.Validator} {Sources.DeletionValidator} }}"))
                .Select(document => Yaml.FromJson(document!))));
    }

    [Theory]
    [InlineData("FailurePolicy = FailurePolicy.Ignore", "failurePolicy: Ignore")]
    [InlineData("MatchPolicy = MatchPolicy.Exact", "matchPolicy: Exact")]
    [InlineData("SideEffects = SideEffects.NoneOnDryRun", "sideEffects: NoneOnDryRun")]
    [InlineData("ReinvocationPolicy = ReinvocationPolicy.IfNeeded", "reinvocationPolicy: IfNeeded")]
    [InlineData("TimeoutSeconds = 5", "timeoutSeconds: 5")]
    [InlineData("Name = \"mine.example.com\"", "name: mine.example.com")]
    [InlineData("AdmissionReviewVersions = [\"v1\", \"v1beta1\"]", "admissionReviewVersions: [v1, v1beta1]")]
    [InlineData("Path = \"/here\"", "clientConfig: {service: {name: webhook-service, namespace: system, path: /here}}")]
    [InlineData("ServiceName = \"s\", ServiceNamespace = \"n\", ServicePort = 8443", "clientConfig: {service: {name: s, namespace: n, port: 8443, path: /mutate-cache-example-com-v1-memcached}}")]
    [InlineData("Url = \"https://example.com/x\"", "clientConfig: {url: 'https://example.com/x'}")]
    [InlineData("NamespaceSelector = \"kubernetes.io/metadata.name notin (kube-system, demo),team\"", "namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system, demo]}, {key: team, operator: Exists}]}")]
    [InlineData("ObjectSelector = \"a=b,c!=d,!e\"", "objectSelector: {matchLabels: {a: b}, matchExpressions: [{key: c, operator: NotIn, values: [d]}, {key: e, operator: DoesNotExist}]}")]
    [InlineData("Operations = WebhookOperations.All", "rules: [{apiGroups: [cache.example.com], apiVersions: [v1], operations: ['*'], resources: [memcacheds]}]")]
    [InlineData("Operations = WebhookOperations.Create | WebhookOperations.Connect", "rules: [{apiGroups: [cache.example.com], apiVersions: [v1], operations: [CREATE, CONNECT], resources: [memcacheds]}]")]
    [InlineData("Groups = [\"*\"], Versions = [\"v1\", \"v2\"], Resources = [\"memcacheds/status\"], Scope = WebhookScope.Namespaced", "rules: [{apiGroups: ['*'], apiVersions: [v1, v2], operations: [CREATE, UPDATE], resources: [memcacheds/status], scope: Namespaced}]")]
    public async Task Every_property_has_its_field(string property, string field)
    {
        var manifest = await ManifestAsync($"[Webhook({property})] public sealed class Hook : IDefaulter<Memcached> {{ {Sources.Defaulter} }}");
        var (name, value) = Yaml.ToJson(field)[0]!.AsObject().Single();
        var webhook = manifest[0]!["webhooks"]![0]!;
        Assert.True(JsonNode.DeepEquals(value, webhook[name]), webhook.ToJsonString());
    }

    [Fact]
    public async Task Match_conditions_are_for_the_webhook_they_name()
    {
        var manifest = await ManifestAsync($$"""
            [Webhook]
            [MatchCondition("not-us", "request.userInfo.username != 'us'")]
            [MatchCondition("small", "object.spec.size < 9", Type = WebhookType.Validating)]
            public sealed class Hook : IDefaulter<Memcached>, IValidator<Memcached> { {{Sources.Defaulter}} {{Sources.Validator}} }
            """);
        Assert.Equal("""[{"expression":"request.userInfo.username != 'us'","name":"not-us"}]""", manifest[0]!["webhooks"]![0]!["matchConditions"]!.ToJsonString(KubernetesJson.Options));
        Assert.Equal(2, manifest[1]!["webhooks"]![0]!["matchConditions"]!.AsArray().Count);
    }

    [Fact]
    public async Task Built_in_kinds_handlers_and_other_names_have_their_place()
    {
        var manifest = await ManifestAsync($$"""
            [Webhook(Type = WebhookType.Validating, Name = "vexec.example.com", Path = "/exec", Groups = ["core"], Versions = ["v1"], Resources = ["pods/exec"], Operations = WebhookOperations.Connect)]
            public sealed class ExecGuard : IAdmissionHandler
            {
                public ValueTask<AdmissionResponse> HandleAsync(AdmissionRequest request, CancellationToken cancellationToken) => new(AdmissionResponse.Allowed());
            }
            [Webhook(FailurePolicy = FailurePolicy.Ignore)] public sealed class PodHook : IDefaulter<V1Pod> { {{Sources.PodDefaulter}} }
            """, "[assembly: Operon.Webhooks.WebhookConfiguration(Mutating = \"m\", Validating = \"v\")]");
        Assert.Equal(("m", "/mutate--v1-pod"), ((string?)manifest[0]!["metadata"]!["name"], (string?)manifest[0]!["webhooks"]![0]!["clientConfig"]!["service"]!["path"]));
        Assert.Equal("v", (string?)manifest[1]!["metadata"]!["name"]);
        Assert.Equal("""[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CONNECT"],"resources":["pods/exec"]}]""", manifest[1]!["webhooks"]![0]!["rules"]!.ToJsonString(KubernetesJson.Options));
    }

    [Fact]
    public async Task The_order_of_files_does_not_matter()
    {
        string[] sources = [$"{Sources.Usings} [Webhook] public sealed class B : IDefaulter<Memcached> {{ {Sources.Defaulter} }}", $"{Sources.Usings} [Webhook(FailurePolicy = FailurePolicy.Ignore)] public sealed class A : IDefaulter<V1Pod> {{ {Sources.PodDefaulter} }}"];
        var one = await Compiled.FromAsync([Sources.Usings + Sources.Kinds, .. sources]);
        var other = await Compiled.FromAsync([.. sources.Reverse(), Sources.Usings + Sources.Kinds]);
        Assert.Equal(one.Manifests["webhook/manifests.yaml"], other.Manifests["webhook/manifests.yaml"]);
    }

    [Fact]
    public async Task The_rights_for_certificates_come_along()
    {
        var program = await Compiled.FromAsync(Sources.Usings + Sources.Kinds, $"{Sources.Usings} [Webhook] public sealed class Hook : IDefaulter<Memcached> {{ {Sources.Defaulter} }}");
        var roles = JsonNode.Parse(program.Manifests["rbac/webhook_certificates_role.yaml"])!.AsArray();
        Assert.Equal(["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"], roles.Select(role => (string?)role!["kind"]));
        Assert.Equal("""[{"apiGroups":[""],"resources":["secrets"],"verbs":["create","get","update"]}]""", roles[2]!["rules"]!.ToJsonString());
        Assert.DoesNotContain("customresourcedefinitions", roles[0]!.ToJsonString(), StringComparison.Ordinal);
    }

    private static async Task<JsonArray> ManifestAsync(string source, string first = "")
    {
        var program = await Compiled.FromAsync(Sources.Usings + Sources.Kinds, Sources.Usings.Replace("namespace Demo;", first + "\nnamespace Demo;", StringComparison.Ordinal) + source);
        return JsonNode.Parse(program.Manifests["webhook/manifests.yaml"])!.AsArray();
    }
}
