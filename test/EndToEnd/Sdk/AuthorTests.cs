using EndToEnd.Clusters;
using Operon.Cli.Clusters;

namespace EndToEnd.Sdk;

/// <summary>What an author of an operator does on the first day, from an empty folder, with packages made from this clone.</summary>
public sealed class AuthorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_an_empty_folder_to_tests_that_pass_and_an_operator_that_works()
    {
        await using var project = await OperatorProject.CreateAsync();
        Assert.Contains("succeeded: 3", await project.DotnetAsync("test"), StringComparison.Ordinal);

        using var running = project.Start("run", "--local");
        var output = running.StandardOutput.ReadToEndAsync(Cancel);
        var error = running.StandardError.ReadToEndAsync(Cancel);
        try
        {
            await Eventually.TrueAsync(
                "the cluster of operon run --local is ready",
                () => Task.FromResult(running.HasExited || ClusterState.Read(project.Cluster) is { IsReady: true }),
                TimeSpan.FromMinutes(5));
            await project.KubectlAsync("wait", "--for=create", "crd/guestbooks.demo.example.com", "--timeout=60s");
            await project.KubectlAsync("wait", "--for=condition=Established", "crd/guestbooks.demo.example.com", "--timeout=60s");
            await project.KubectlAsync("apply", "-k", "config/samples");
            await project.KubectlAsync("wait", "--for=condition=Ready", "guestbook/guestbook-sample", "--timeout=60s");
        }
        finally
        {
            if (!running.HasExited)
            {
                Signals.Terminate(running.Id);
            }

            await running.WaitForExitAsync(Cancel);
        }

        Assert.True(running.ExitCode == 0, $"{await output}{await error}");
        Assert.False(ClusterState.Read(project.Cluster)?.IsRunning);
    }

    [Fact]
    public async Task Generated_manifests_drift_until_they_are_generated_again()
    {
        await using var project = await OperatorProject.CreateAsync();
        await project.OperonAsync("generate", "manifests");
        await project.OperonAsync("generate", "manifests", "--check");
        await File.WriteAllTextAsync(Path.Combine(project.Root, "config/rbac/role.yaml"), "edited", Cancel);
        using var check = project.Start("generate", "rbac", "--check");
        await check.WaitForExitAsync(Cancel);
        Assert.Equal(2, check.ExitCode);
        Assert.Contains("config/rbac/role.yaml", await check.StandardError.ReadToEndAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_and_a_second_version_build_and_pass_their_tests()
    {
        await using var project = await OperatorProject.CreateAsync();
        await project.OperonAsync("add", "webhook", "--group", "demo.example.com", "--version", "v1", "--kind", "Guestbook", "--defaulting", "--programmatic-validation");
        await project.OperonAsync("add", "api", "--group", "demo.example.com", "--version", "v2", "--kind", "Guestbook", "--controller=false");
        await project.OperonAsync("add", "webhook", "--group", "demo.example.com", "--version", "v1", "--kind", "Guestbook", "--conversion", "--spoke", "v2");
        await project.OperonAsync("add", "controller", "--group", "apps", "--version", "v1", "--kind", "Deployment");
        await project.OperonAsync("add", "controller", "--group", "cert-manager.io", "--version", "v1", "--kind", "Certificate");
        Assert.Contains("failed: 0", await project.DotnetAsync("test"), StringComparison.Ordinal);
        await project.OperonAsync("generate", "manifests");
        Assert.Contains("strategy: Webhook", await project.KubectlAsync("kustomize", "config/default"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_built_image_runs_as_a_pod_and_from_nothing()
    {
        await using var project = await OperatorProject.CreateAsync();
        var tar = Path.Combine(project.Root, "demo.tar");
        await project.OperonAsync("build", "--image", "registry.example.com/demo:v1", "--tar", tar, "--base", "scratch");
        await using (var image = await UnpackedImage.OpenAsync(tar, Cancel))
        {
            var help = await image.RunAsync("--help");
            Assert.True(help.ExitCode == 0, help.ToString());
            Assert.Contains("--leader-election", help.Output, StringComparison.Ordinal);
        }

        await ClusterProcessOf(project);
        await project.OperonAsync("deploy", "--image", "registry.example.com/demo:v1");
        await project.KubectlAsync("apply", "-k", "config/samples");
        await project.KubectlAsync("wait", "--for=condition=Ready", "guestbook/guestbook-sample", "--timeout=60s");
        await project.OperonAsync("undeploy");
        Assert.DoesNotContain("demo-system", await project.KubectlAsync("get", "namespaces"), StringComparison.Ordinal);
    }

    private static Task<string> ClusterProcessOf(OperatorProject project) => project.OperonAsync("up", "--detach", "--nodes", "1", "--data", project.Cluster.Root);
}
