using System.Text.Json.Nodes;
using EndToEnd.Clusters;
using Operon.Kubernetes;

namespace EndToEnd.Deploy;

/// <summary>What the chart renders is accepted, grants no more than the role people install without Helm, and is locked down.</summary>
public sealed class HelmChartTests
{
    private const string Everything = """
        clusterWide: true
        networkPolicy: {enabled: true, from: [{namespaceSelector: {}}]}
        metrics: {serviceMonitor: {enabled: true}, podMonitor: {enabled: true}, rules: {enabled: true}}
        imagePullSecrets: [{name: registry}]
        tolerations: [{operator: Exists}]
        nodeSelector: {kubernetes.io/os: linux}
        priorityClassName: system-cluster-critical
        serviceAccount: {annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::1:role/backup"}}
        """;

    [Theory]
    [InlineData("{}")]
    [InlineData("watchNamespaces: [team-a, team-b]")]
    [InlineData(Everything)]
    public async Task What_is_rendered_is_accepted_by_the_API_server(string values)
    {
        var warnings = new List<string>();
        await using var cluster = await Operon.Testing.TestCluster.StartAsync(
            new() { AlwaysInProcess = true, Namespaces = ["ops", "team-a", "team-b"] }, TestContext.Current.CancellationToken);
        await using var client = KubernetesClient.Create(
            KubernetesClientOptions.FromKubeconfigText(cluster.Kubeconfig()) with { WarningHandler = warning => warnings.Add(warning.Text) });
        foreach (var one in (await Chart.ObjectsAsync("ops", values)).Where(one => !IsOfPrometheus(one)))
        {
            var type = (await client.FindResourceTypeAsync(one["apiVersion"]!.ToString(), one["kind"]!.ToString(), TestContext.Current.CancellationToken))!;
            await client.Resource(ResourceKinds.Untyped(type)).CreateAsync(
                UntypedObject.FromJson(one), TestContext.Current.CancellationToken, new WriteOptions { FieldValidation = FieldValidations.Strict });
        }

        Assert.Empty(warnings);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("clusterWide: true")]
    [InlineData("watchNamespaces: [team-a, team-b]")]
    public async Task The_roles_grant_exactly_what_the_role_without_Helm_grants(string values)
    {
        var template = File.ReadAllText(Path.Combine(TestCluster.Repository, "examples/etcd/rbac/cluster-role-template.yaml")).Replace("<ROLE_NAME>", "role", StringComparison.Ordinal);
        var expected = Rules([(JsonObject)Yaml.ToJson(template)[0]]);
        var roles = (await Chart.ObjectsAsync("ops", values)).Where(one => one["kind"]!.ToString() is "Role" or "ClusterRole" && !IsForPeople(one));
        Assert.Equal(expected, Rules(roles));
    }

    [Fact]
    public async Task Rights_in_namespaces_are_given_only_where_the_operator_works()
    {
        var objects = await Chart.ObjectsAsync("ops", "watchNamespaces: [team-a]");
        var ofCluster = Rules(objects.Where(one => one["kind"]!.ToString() == "ClusterRole" && !IsForPeople(one)));
        Assert.DoesNotContain(ofCluster, rule => rule.Contains("pods", StringComparison.Ordinal) || rule.Contains("secrets", StringComparison.Ordinal));
        Assert.Equal(["ops", "team-a"], objects.Where(one => one["kind"]!.ToString() == "RoleBinding").Select(one => one["metadata"]!["namespace"]!.ToString()).Order());
    }

    [Fact]
    public async Task The_pod_is_locked_down_and_has_company()
    {
        var objects = await Chart.ObjectsAsync("ops");
        var spec = objects.Of("Deployment")["spec"]!;
        var pod = spec["template"]!["spec"]!;
        var container = pod["containers"]![0]!["securityContext"]!;
        Assert.True(pod["securityContext"]!["runAsNonRoot"]!.GetValue<bool>());
        Assert.Equal("RuntimeDefault", pod["securityContext"]!["seccompProfile"]!["type"]!.ToString());
        Assert.False(container["allowPrivilegeEscalation"]!.GetValue<bool>());
        Assert.True(container["readOnlyRootFilesystem"]!.GetValue<bool>());
        Assert.Equal("ALL", container["capabilities"]!["drop"]![0]!.ToString());
        Assert.Equal(2, spec["replicas"]!.GetValue<long>());
        Assert.Equal(1, objects.Of("PodDisruptionBudget")["spec"]!["minAvailable"]!.GetValue<long>());
    }

    [Fact]
    public async Task The_shipped_alerts_come_along_word_for_word()
    {
        var rules = Yaml.ToJson(File.ReadAllText(Path.Combine(TestCluster.Repository, "deploy/etcd-operator/monitoring/rules.yaml")))[0];
        Assert.True(JsonNode.DeepEquals(rules, (await Chart.ObjectsAsync("ops", Everything)).Of("PrometheusRule")["spec"]));
    }

    [Fact]
    public async Task Values_that_contradict_each_other_are_refused()
    {
        var rendered = await Chart.RenderAsync("ops", "{clusterWide: true, watchNamespaces: [a]}");
        Assert.NotEqual(0, rendered.ExitCode);
        Assert.Contains("exclude each other", rendered.Error, StringComparison.Ordinal);
    }

    private static bool IsOfPrometheus(JsonObject one) => one["apiVersion"]!.ToString().StartsWith("monitoring.coreos.com/", StringComparison.Ordinal);

    private static bool IsForPeople(JsonObject role) => role["metadata"]!["name"]!.ToString() is var name && (name.EndsWith("-edit", StringComparison.Ordinal) || name.EndsWith("-view", StringComparison.Ordinal));

    // Each right by itself, so that it does not matter how rules are cut.
    private static SortedSet<string> Rules(IEnumerable<JsonObject> roles) => new(
        from role in roles
        from rule in role["rules"]!.AsArray()
        from apiGroup in rule!["apiGroups"]!.AsArray()
        from resource in rule["resources"]!.AsArray()
        from name in rule["resourceNames"]?.AsArray().Select(name => name!.ToString()) ?? [""]
        from verb in rule["verbs"]!.AsArray()
        select $"{apiGroup}/{resource} {name} {verb}",
        StringComparer.Ordinal);
}
