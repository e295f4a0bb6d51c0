using System.Text.Json.Nodes;
using EndToEnd.Clusters;
using Operon.Cli.Clusters;
using Operon.Kubernetes;
using Operon.Testing;
using TestCluster = Operon.Testing.TestCluster;

namespace EndToEnd.Sdk;

/// <summary>What an author of an operator does on the first day, from an empty folder, with packages made from this clone.</summary>
public sealed class AuthorTests(DemoProject demo) : IClassFixture<DemoProject>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_an_empty_folder_to_tests_that_pass_and_an_operator_that_works()
    {
        var project = demo.Project;
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
        var project = demo.Project;
        await project.OperonAsync("generate", "manifests");
        await project.OperonAsync("generate", "manifests", "--check");
        var role = Path.Combine(project.Root, "config/rbac/role.yaml");
        var generated = await File.ReadAllTextAsync(role, Cancel);
        await File.WriteAllTextAsync(role, "edited", Cancel);
        var check = await project.TryOperonAsync("generate", "rbac", "--check");
        Assert.Equal((2, ""), (check.ExitCode, check.Output));
        Assert.Contains("config/rbac/role.yaml", check.Error, StringComparison.Ordinal);
        var forPrograms = await project.TryOperonAsync("generate", "rbac", "--check", "--output", "json");
        var drift = Assert.Single(JsonNode.Parse(forPrograms.Output)!["files"]!.AsArray());
        Assert.Equal((2, "config/rbac/role.yaml", "written"), (forPrograms.ExitCode, drift!["path"]!.ToString(), drift["change"]!.ToString()));
        await project.OperonAsync("generate", "manifests");
        Assert.Equal(generated, await File.ReadAllTextAsync(role, Cancel));
    }

    [Fact]
    public async Task Definitions_are_installed_and_removed()
    {
        var project = demo.Project;
        await using var cluster = await TestCluster.StartAsync(new TestClusterOptions { AlwaysInProcess = true }, Cancel);
        var kubeconfig = await KubeconfigAsync(project, cluster);
        Assert.Contains(
            "applied  customresourcedefinitions.apiextensions.k8s.io/guestbooks.demo.example.com", await project.OperonAsync("install", "--kubeconfig", kubeconfig), StringComparison.Ordinal);
        Assert.Contains("guestbook-sample created", await project.KubectlAsync("apply", "-k", "config/samples", "--kubeconfig", kubeconfig), StringComparison.Ordinal);
        await project.OperonAsync("install", "--kubeconfig", kubeconfig);
        Assert.Contains("guestbook-sample", await project.KubectlAsync("get", "guestbooks", "--kubeconfig", kubeconfig), StringComparison.Ordinal);

        await project.OperonAsync("uninstall", "--kubeconfig", kubeconfig);
        Assert.Null(await cluster.Observer.Resource(ResourceKinds.CustomResourceDefinition).FindAsync(null, "guestbooks.demo.example.com", Cancel));
        var again = await project.TryOperonAsync("uninstall", "--kubeconfig", kubeconfig);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("guestbooks.demo.example.com is not in", again.Error, StringComparison.Ordinal);
        Assert.Contains("--ignore-not-found", again.Error, StringComparison.Ordinal);
        await project.OperonAsync("uninstall", "--ignore-not-found", "--kubeconfig", kubeconfig);
    }

    [Fact]
    public async Task The_installer_is_one_file_that_kubectl_applies()
    {
        var project = demo.Project;
        await using var cluster = await TestCluster.StartAsync(new TestClusterOptions { AlwaysInProcess = true }, Cancel);
        var kubeconfig = await KubeconfigAsync(project, cluster);
        await project.OperonAsync("build-installer", "--image", "registry.example.com/demo:v7");
        var file = Path.Combine(project.Root, "dist", "install.yaml");
        Assert.Equal(await File.ReadAllTextAsync(file, Cancel), await project.OperonAsync("build-installer", "--output", "-"));
        await project.KubectlAsync("apply", "-f", file, "--kubeconfig", kubeconfig);
        var deployment = await cluster.Observer.Resource(ResourceKinds.Deployment).GetAsync("demo-system", "demo-controller-manager", Cancel);
        Assert.Equal("registry.example.com/demo:v7", Assert.Single(deployment.Spec.Template.Spec.Containers).Image);
        await project.KubectlAsync("get", "guestbooks", "--kubeconfig", kubeconfig);
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
        var project = demo.Project;
        var tar = Path.Combine(project.Root, "demo.tar");
        await project.OperonAsync("build", "--image", "registry.example.com/demo:v1", "--tar", tar, "--base", "scratch");
        await using (var image = await UnpackedImage.OpenAsync(tar, Cancel))
        {
            var help = await image.RunAsync("--help");
            Assert.True(help.ExitCode == 0, help.ToString());
            Assert.Contains("--leader-election", help.Output, StringComparison.Ordinal);
        }

        await project.OperonAsync("up", "--detach", "--nodes", "1", "--data", project.Cluster.Root);
        await project.OperonAsync("deploy", "--image", "registry.example.com/demo:v1");
        await project.KubectlAsync("apply", "-k", "config/samples");
        await project.KubectlAsync("wait", "--for=condition=Ready", "guestbook/guestbook-sample", "--timeout=60s");
        await project.OperonAsync("undeploy");
        Assert.DoesNotContain("demo-system", await project.KubectlAsync("get", "namespaces"), StringComparison.Ordinal);
        await project.OperonAsync("down", "--delete", "--data", project.Cluster.Root);
    }

    private static async Task<string> KubeconfigAsync(OperatorProject project, TestCluster cluster)
    {
        var path = Path.Combine(project.Root, "bin", "kubeconfig");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await cluster.WriteKubeconfigAsync(path, cancellationToken: Cancel);
        return path;
    }
}
