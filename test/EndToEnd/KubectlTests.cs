using EndToEnd.Clusters;

namespace EndToEnd;

/// <summary>The verbs people type, on built-in kinds and on the operator's kind. Each test works in a namespace of its own.</summary>
[Collection(nameof(EtcdOperatorCollection))]
public sealed class KubectlTests(EtcdOperatorCluster shared) : IAsyncLifetime
{
    private readonly TestCluster _cluster = shared.Cluster;
    private readonly string _namespace = $"kubectl-{Guid.NewGuid():N}"[..16];

    public async ValueTask InitializeAsync() =>
        await _cluster.ApplyAsync($"apiVersion: v1\nkind: Namespace\nmetadata: {{name: {_namespace}}}\n");

    public async ValueTask DisposeAsync() => await _cluster.TryKubectlAsync(["delete", "namespace", _namespace, "--wait=false"]);

    [Fact]
    public async Task Applies_patches_labels_edits_and_deletes_a_built_in_kind()
    {
        const string manifest = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {colour: red, size: small}
            """;
        Assert.Contains("created", await ApplyAsync(manifest), StringComparison.Ordinal);
        Assert.Contains("unchanged", await ApplyAsync(manifest), StringComparison.Ordinal);
        Assert.Contains("configured", await ApplyAsync(manifest.Replace("red", "blue", StringComparison.Ordinal)), StringComparison.Ordinal);
        await KubectlAsync("patch", "configmap", "settings", "--type=json", "-p", """[{"op":"replace","path":"/data/size","value":"large"}]""");
        await KubectlAsync("patch", "configmap", "settings", "-p", """{"data":{"shape":"round"}}""");
        await KubectlAsync("label", "configmap", "settings", "team=storage");
        await KubectlAsync("annotate", "configmap", "settings", "note=kept");
        await EditAsync("configmap/settings", "s/round/square/");
        Assert.Equal("blue large square storage kept", await KubectlAsync("get", "cm", "-l", "team in (storage)", "-o",
            "jsonpath={range .items[*]}{.data.colour} {.data.size} {.data.shape} {.metadata.labels.team} {.metadata.annotations.note}{end}"));
        Assert.Contains("square", await KubectlAsync("describe", "configmap", "settings"), StringComparison.Ordinal);
        await KubectlAsync("delete", "configmap", "settings");
        Assert.NotEqual(0, (await TryAsync("get", "configmap", "settings")).ExitCode);
    }

    [Fact]
    public async Task Runs_scales_waits_for_and_reads_the_logs_of_a_Deployment()
    {
        await ApplyAsync("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: ticker}
            spec:
              replicas: 1
              selector: {matchLabels: {app: ticker}}
              template:
                metadata: {labels: {app: ticker}}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: main
                    image: busybox:1.36
                    command: [sh, -c, 'echo started on $HOSTNAME; while true; do sleep 1; done']
            """);
        await KubectlAsync("wait", "--for=condition=Available", "deployment/ticker", "--timeout=60s");
        Assert.Contains("started on ticker-", await KubectlAsync("logs", "deployment/ticker"), StringComparison.Ordinal);
        await KubectlAsync("scale", "deployment/ticker", "--replicas=2");
        await KubectlAsync("rollout", "status", "deployment/ticker", "--timeout=60s");
        var pods = await KubectlAsync("get", "pods", "-l", "app=ticker", "-o", "wide");
        Assert.Equal(2, pods.Split('\n').Count(line => line.Contains("1/1", StringComparison.Ordinal) && line.Contains("Running", StringComparison.Ordinal)));
        Assert.Contains("ScalingReplicaSet", await KubectlAsync("describe", "deployment", "ticker"), StringComparison.Ordinal);
        await KubectlAsync("delete", "deployment", "ticker");
        await Eventually.TrueAsync("the pods are gone", async () => (await KubectlAsync("get", "pods", "-o", "name")).Length == 0);
    }

    [Fact]
    public async Task Explains_and_lists_resources()
    {
        var resources = await KubectlAsync("api-resources");
        foreach (var expected in new[] { "pods", "deployments", "leases", "clusterroles", "storageclasses", "customresourcedefinitions", "etcdclusters" })
        {
            Assert.Contains(expected, resources, StringComparison.Ordinal);
        }

        Assert.Contains("containers", await KubectlAsync("explain", "pod.spec"), StringComparison.Ordinal);
        var explained = await KubectlAsync("explain", "etcdcluster.spec");
        Assert.Contains("size", explained, StringComparison.Ordinal);
        Assert.Contains("repository", explained, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watches_a_custom_resource_change()
    {
        await ApplyAsync(PausedCluster("watched"));
        var watching = _cluster.TryKubectlAsync(["get", "etcd", "watched", "-n", _namespace, "-w", "--request-timeout=6s"]);
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        await KubectlAsync("patch", "etcd", "watched", "--type=merge", "-p", """{"spec":{"size":5}}""");
        var lines = (await watching).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, line => line.StartsWith("NAME", StringComparison.Ordinal));
        Assert.True(lines.Count(line => line.StartsWith("watched", StringComparison.Ordinal)) >= 2, string.Join('\n', lines));
    }

    [Fact]
    public async Task Edits_labels_patches_scales_and_deletes_a_custom_resource()
    {
        await ApplyAsync(PausedCluster("edited"));
        await EditAsync("etcdcluster/edited", "s/size: 3/size: 4/");
        Assert.Equal("4", await KubectlAsync("get", "etcd", "edited", "-o", "jsonpath={.spec.size}"));
        await KubectlAsync("scale", "etcd/edited", "--replicas=5");
        Assert.Equal("5", await KubectlAsync("get", "etcd", "edited", "-o", "jsonpath={.spec.size}"));
        await KubectlAsync("label", "etcd", "edited", "team=storage");
        Assert.Contains("edited", await KubectlAsync("get", "etcd", "-l", "team=storage", "-o", "name"), StringComparison.Ordinal);
        Assert.Contains("configured", await ApplyAsync(PausedCluster("edited").Replace("size: 3", "size: 1", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal("1", await KubectlAsync("get", "etcd", "edited", "-o", "jsonpath={.spec.size}"));
        await KubectlAsync("delete", "etcd", "edited");
        Assert.NotEqual(0, (await TryAsync("get", "etcd", "edited")).ExitCode);
    }

    private static string PausedCluster(string name) => $$"""
        apiVersion: etcd.database.coreos.com/v1beta2
        kind: EtcdCluster
        metadata: {name: {{name}}}
        spec:
          size: 3
          version: "3.2.13"
          paused: true
        """;

    private Task<string> KubectlAsync(params string[] arguments) => _cluster.KubectlAsync([.. arguments, "-n", _namespace]);

    private Task<CommandResult> TryAsync(params string[] arguments) => _cluster.TryKubectlAsync([.. arguments, "-n", _namespace]);

    private async Task<string> ApplyAsync(string manifest)
    {
        var result = await _cluster.TryKubectlAsync(["apply", "-n", _namespace, "-f", "-"], manifest);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }

    private async Task EditAsync(string target, string sedScript)
    {
        var editor = new Dictionary<string, string> { ["KUBE_EDITOR"] = $"sed -i '{sedScript}'" };
        var result = await _cluster.TryKubectlAsync(["edit", target, "-n", _namespace], environment: editor);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("edited", result.Output, StringComparison.Ordinal);
    }
}
