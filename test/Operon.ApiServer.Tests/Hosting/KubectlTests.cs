using System.Diagnostics;
using Xunit;

namespace Operon.ApiServer.Tests.Hosting;

/// <summary>The real kubectl, where the machine has one.</summary>
public sealed class KubectlTests
{
    private const string Manifest = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: widgets.example.com}
        spec:
          group: example.com
          scope: Namespaced
          names: {plural: widgets, kind: Widget, shortNames: [wd]}
          versions:
          - name: v1
            served: true
            storage: true
            subresources: {status: {}, scale: {specReplicasPath: .spec.size, statusReplicasPath: .status.size}}
            additionalPrinterColumns: [{name: Size, type: integer, jsonPath: .spec.size}]
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec: {type: object, properties: {size: {type: integer, minimum: 1, description: how many there are}}}
                  status: {type: object, properties: {size: {type: integer}}}
        """;

    private const string Widget = """
        apiVersion: example.com/v1
        kind: Widget
        metadata: {name: a}
        spec: {size: 3}
        """;

    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: c, image: nginx}]}
        """;

    [Fact]
    public async Task Custom_resources_can_be_handled_from_definition_to_deletion()
    {
        await using var server = await TestServer.StartAsync();
        using var files = new Files(server);

        await files.RunAsync(Manifest, "apply", "-f", "-");
        await files.RunAsync(null, "wait", "--for=condition=Established", "crd/widgets.example.com", "--timeout=10s");
        await files.RunAsync(Widget, "apply", "-f", "-");
        Assert.Contains("unchanged", await files.RunAsync(Widget, "apply", "-f", "-"), StringComparison.Ordinal);
        await files.RunAsync(null, "scale", "widget/a", "--replicas=5");
        var table = await files.RunAsync(null, "get", "wd");
        Assert.Contains("SIZE", table, StringComparison.Ordinal);
        Assert.Contains("5", table, StringComparison.Ordinal);
        Assert.Contains("how many there are", await files.RunAsync(null, "explain", "widget.spec.size"), StringComparison.Ordinal);
        await files.RunAsync(null, "patch", "widget", "a", "--type=merge", "-p", """{"spec":{"size":7}}""");
        Assert.Equal("7", await files.RunAsync(null, "get", "widget", "a", "-o", "jsonpath={.spec.size}"));
        await files.RunAsync(null, "delete", "crd", "widgets.example.com", "--timeout=10s");
    }

    [Fact]
    public async Task Built_in_kinds_can_be_applied_changed_described_and_deleted()
    {
        await using var server = await TestServer.StartAsync();
        using var files = new Files(server);

        await files.RunAsync(Deployment, "apply", "-f", "-");
        Assert.Contains("unchanged", await files.RunAsync(Deployment, "apply", "-f", "-"), StringComparison.Ordinal);
        await files.RunAsync(Deployment, "apply", "--server-side", "--force-conflicts", "-f", "-");
        await files.RunAsync(null, "scale", "deployment/web", "--replicas=4");
        await files.RunAsync(null, "set", "image", "deployment/web", "c=nginx:2");
        await files.RunAsync(null, "label", "deployment/web", "team=blue");
        Assert.Contains("0/4", await files.RunAsync(null, "get", "deployments", "-l", "team=blue"), StringComparison.Ordinal);
        Assert.Contains("nginx:2", await files.RunAsync(null, "describe", "deployment", "web"), StringComparison.Ordinal);
        Assert.Contains("deployments", await files.RunAsync(null, "api-resources", "--api-group=apps"), StringComparison.Ordinal);
        await files.RunAsync(null, "delete", "deployment", "web", "--timeout=10s");
        Assert.DoesNotContain("web", await files.RunAsync(null, "get", "deployments"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Typed_commands_may_send_protobuf()
    {
        await using var server = await TestServer.StartAsync();
        using var files = new Files(server);

        await files.RunAsync(null, "create", "configmap", "settings", "--from-literal=k=v");
        await files.RunAsync(null, "create", "secret", "generic", "hidden", "--from-literal=k=v");
        await files.RunAsync(null, "create", "namespace", "other");
        await files.RunAsync(null, "create", "serviceaccount", "robot");
        await files.RunAsync(null, "create", "deployment", "web", "--image=nginx", "--replicas=0", "--port=80");
        await files.RunAsync(null, "create", "service", "clusterip", "web", "--tcp=80:8080");
        await files.RunAsync(null, "create", "job", "once", "--image=busybox", "--", "true");
        await files.RunAsync(null, "create", "cronjob", "often", "--image=busybox", "--schedule=*/5 * * * *");
        await files.RunAsync(null, "create", "role", "reader", "--verb=get", "--resource=pods");
        await files.RunAsync(null, "create", "rolebinding", "robot", "--role=reader", "--serviceaccount=default:robot");
        await files.RunAsync(null, "create", "ingress", "web", "--rule=example.com/*=web:80");
        await files.RunAsync(null, "create", "poddisruptionbudget", "web", "--selector=app=web", "--min-available=50%");
        await files.RunAsync(null, "autoscale", "deployment", "web", "--max=3");

        Assert.Equal("v", await files.RunAsync(null, "get", "configmap", "settings", "-o", "jsonpath={.data.k}"));
        Assert.Equal("dg==", await files.RunAsync(null, "get", "secret", "hidden", "-o", "jsonpath={.data.k}"));
        Assert.Equal("0 RollingUpdate 80", await files.RunAsync(null, "get", "deployment", "web", "-o", "jsonpath={.spec.replicas} {.spec.strategy.type} {.spec.template.spec.containers[0].ports[0].containerPort}"));
        Assert.Equal("8080", await files.RunAsync(null, "get", "service", "web", "-o", "jsonpath={.spec.ports[0].targetPort}"));
        Assert.Equal("50%", await files.RunAsync(null, "get", "pdb", "web", "-o", "jsonpath={.spec.minAvailable}"));
        Assert.StartsWith("yes", await files.RunAsync(null, "auth", "can-i", "get", "pods", "--as=system:serviceaccount:default:robot"), StringComparison.Ordinal);
        Assert.Contains("admin", await files.RunAsync(null, "auth", "whoami"), StringComparison.Ordinal);
        Assert.Contains('.', await files.RunAsync(null, "create", "token", "robot"));
    }

    private sealed class Files : IDisposable
    {
        private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("operon-kubectl-");

        public Files(TestServer server)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "kubectl"))), "this machine has no kubectl");
            File.WriteAllText(Path.Combine(_home.FullName, "config"), server.Host.Kubeconfig("admin", "system:masters"));
        }

        public async Task<string> RunAsync(string? input, params string[] arguments)
        {
            var start = new ProcessStartInfo("kubectl", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["HOME"] = _home.FullName;
            start.Environment["KUBECONFIG"] = Path.Combine(_home.FullName, "config");
            using var process = Process.Start(start)!;
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(TestServer.Cancel);
            var errors = await process.StandardError.ReadToEndAsync(TestServer.Cancel);
            await process.WaitForExitAsync(TestServer.Cancel);
            Assert.True(process.ExitCode == 0, $"kubectl {string.Join(' ', arguments)}: {errors}");
            return await output;
        }

        public void Dispose() => _home.Delete(recursive: true);
    }
}
