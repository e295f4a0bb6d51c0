using EndToEnd.Clusters;

namespace EndToEnd;

/// <summary>The life of local clusters, as the command shows it.</summary>
public sealed class UpTests
{
    [Fact]
    public async Task Two_clusters_run_side_by_side_and_stop_on_their_own()
    {
        await using var first = TestCluster.Create();
        await using var second = TestCluster.Create();
        var output = (await first.UpAsync()).Output;
        Assert.Contains("export KUBECONFIG=", output, StringComparison.Ordinal);
        await second.UpAsync();

        await first.ApplyAsync("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: only-in-first}\n");
        Assert.Contains("only-in-first", await first.KubectlAsync("get", "configmaps", "-o", "name"), StringComparison.Ordinal);
        Assert.DoesNotContain("only-in-first", await second.KubectlAsync("get", "configmaps", "-o", "name"), StringComparison.Ordinal);
        Assert.Equal(3, (await first.KubectlAsync("get", "nodes", "-o", "name")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        await first.KubectlAsync("wait", "--for=condition=Ready", "nodes", "--all", "--timeout=30s");

        var status = await TestCluster.OperonAsync("status", "--data", first.Data);
        Assert.True(status.ExitCode == 0, status.ToString());
        Assert.Contains("running", status.Output, StringComparison.Ordinal);

        var down = await TestCluster.OperonAsync("down", "--data", first.Data);
        Assert.True(down.ExitCode == 0, down.ToString());
        Assert.NotEqual(0, (await TestCluster.OperonAsync("status", "--data", first.Data)).ExitCode);
        Assert.Equal(0, (await TestCluster.OperonAsync("status", "--data", second.Data)).ExitCode);
    }

    [Fact]
    public async Task Names_the_known_images_when_an_image_has_no_program()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: {name: stranger}
            spec: {containers: [{name: main, image: "example.com/no/such:1"}]}
            """);
        await Eventually.TrueAsync("the pod waits with ErrImagePull or ImagePullBackOff", async () =>
            (await cluster.KubectlAsync("get", "pod", "stranger", "-o", "jsonpath={.status.containerStatuses[0].state.waiting.reason}")) is "ErrImagePull" or "ImagePullBackOff");
        Assert.Contains("quay.io/coreos/etcd", await cluster.KubectlAsync("describe", "pod", "stranger"), StringComparison.Ordinal);
    }
}
