using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using k8s.Models;
using Operon.ApiServer;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Hosting.Tests;

/// <summary>
/// What the example operator does, seen from outside: a program beside a real API server, with exactly the rights of its deploy.yaml.
/// </summary>
internal static partial class HelloScenario
{
    private static readonly ResourceKind<UntypedObject> _websites =
        ResourceKinds.Untyped(new ResourceType("example.com", "v1", "Website", "websites", IsNamespaced: true));

    public static string Repository { get; } = FindRepository();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Runs <paramref name="program"/> with <paramref name="arguments"/> through one life; returns the time to the first Deployment.</summary>
    public static async Task<HelloFigures> PlayAsync(string program, params IReadOnlyList<string> arguments)
    {
        await using var server = await ApiServerHost.StartAsync(new ApiServerOptions(), Cancellation);
        await using var admin = KubernetesClient.Create(KubernetesClientOptions.FromKubeconfigText(server.Kubeconfig("admin", "system:masters")));
        await GrantRightsAsync(admin);
        var folder = Directory.CreateTempSubdirectory("hello-operator-");
        try
        {
            var kubeconfig = Path.Combine(folder.FullName, "kubeconfig");
            await File.WriteAllTextAsync(
                kubeconfig, server.Kubeconfig("system:serviceaccount:hello-operator:hello-operator", "system:serviceaccounts", "system:authenticated"), Cancellation);
            await using var running = new RunningProgram(program, [
                .. arguments, "--kubeconfig", kubeconfig, "--leader-election", "--lease-namespace", "hello-operator",
                "--metrics-address", "127.0.0.1:0", "--health-address", "127.0.0.1:0", "--log-format", "text",
            ]);
            return await PlayAsync(admin, running);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<HelloFigures> PlayAsync(KubernetesClient admin, RunningProgram running)
    {
        await Eventually.TrueAsync(() => IsEstablishedAsync(admin), () => running.Output);
        var sites = admin.Resource(_websites);
        var site = await sites.CreateAsync(UntypedObject.FromJson((JsonObject)Yaml.ToJson(await ReadAsync("website.yaml"))[0]), Cancellation);

        var deployments = admin.Resource(ResourceKinds.Deployment);
        await Eventually.TrueAsync(async () => await deployments.FindAsync("default", "hello", Cancellation) is not null, () => running.Output);
        var toDeployment = running.Elapsed;
        var deployment = await deployments.GetAsync("default", "hello", Cancellation);
        Assert.Equal((2, "nginx:1.29"), (deployment.Spec.Replicas, deployment.Spec.Template.Spec.Containers[0].Image));
        Assert.Equal(("Website", site.Metadata.Uid, true), (deployment.OwnerReferences()[0].Kind, deployment.OwnerReferences()[0].Uid, deployment.OwnerReferences()[0].Controller == true));
        Assert.Equal("hello-operator", Assert.Single(deployment.Metadata.ManagedFields).Manager);

        await Eventually.TrueAsync(async () => await ReadyAsync(sites) == ("False", "0 of 2 replicas are ready"), () => running.Output);
        await Eventually.TrueAsync(() => HasEventAsync(admin), () => running.Output);

        deployment.Status = new V1DeploymentStatus { Replicas = 2, ReadyReplicas = 2, UpdatedReplicas = 2, AvailableReplicas = 2 };
        await deployments.UpdateAsync(deployment, Cancellation, subresource: "status");
        await Eventually.TrueAsync(async () => await ReadyAsync(sites) == ("True", "2 of 2 replicas are ready"), () => running.Output);

        var resident = await CheckEndpointsAsync(running);
        Assert.Equal(0, await running.StopAsync());
        var lease = await admin.Resource(ResourceKinds.Lease).GetAsync("hello-operator", "hello-operator", Cancellation);
        Assert.Equal("", lease.Spec.HolderIdentity ?? "");
        return new HelloFigures(toDeployment, resident);
    }

    private static async Task<long> CheckEndpointsAsync(RunningProgram running)
    {
        var addresses = Serving().Match(running.Output);
        Assert.True(addresses.Success, running.Output);
        Assert.Equal((200, "ok"), await Web.GetAsync(new Uri(addresses.Groups["health"].Value), "/readyz"));
        var metricsUrl = new Uri(addresses.Groups["metrics"].Value);
        var (code, metrics) = await Web.GetAsync(metricsUrl, "/metrics");
        Assert.Equal(200, code);
        Assert.Matches("""controller_runtime_reconcile_total\{controller="website",result="success"\} [1-9]""", metrics);
        Assert.Matches("""leader_election_master_status\{name="hello-operator"\} 1""", metrics);
        Assert.Contains("rest_client_requests_total{", metrics, StringComparison.Ordinal);
        Assert.Contains("dotnet_gc_collections_total", metrics, StringComparison.Ordinal);
        Assert.Contains("\"controllers\"", (await Web.GetAsync(metricsUrl, "/debug/operon?format=json")).Text, StringComparison.Ordinal);
        return (long)double.Parse(Resident().Match(metrics).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task GrantRightsAsync(KubernetesClient admin)
    {
        foreach (var document in Yaml.ToJson(await ReadAsync("deploy.yaml")))
        {
            var wanted = UntypedObject.FromJson((JsonObject)document);
            var type = wanted.Kind switch
            {
                "Namespace" => ResourceKinds.Namespace.Type,
                "ServiceAccount" => ResourceKinds.ServiceAccount.Type,
                "ClusterRole" => ResourceKinds.ClusterRole.Type,
                "ClusterRoleBinding" => ResourceKinds.ClusterRoleBinding.Type,
                _ => ResourceKinds.Deployment.Type,
            };
            await admin.Resource(ResourceKinds.Untyped(type)).CreateAsync(wanted, Cancellation);
        }
    }

    private static async Task<bool> IsEstablishedAsync(KubernetesClient admin) =>
        await admin.Resource(ResourceKinds.CustomResourceDefinition).FindAsync(null, "websites.example.com", Cancellation) is { Status.Conditions: { } conditions }
        && conditions.Any(condition => condition is { Type: "Established", Status: "True" });

    private static async Task<(string?, string?)> ReadyAsync(IResourceClient<UntypedObject> sites)
    {
        var site = await sites.GetAsync("default", "hello", Cancellation);
        var condition = (site.Fields["status"]?["conditions"] as JsonArray)?[0];
        return (string?)condition?["type"] == "Ready" && (long?)condition["observedGeneration"] == site.Metadata.Generation
            ? ((string?)condition["status"], (string?)condition["message"])
            : default;
    }

    private static async Task<bool> HasEventAsync(KubernetesClient admin)
    {
        var events = await admin.Resource(ResourceKinds.Event).ListAsync("default", null, Cancellation);
        return events.Items.Any(one => one is { Reason: "DeploymentCreated", InvolvedObject: { Kind: "Website", Name: "hello" } });
    }

    private static Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(Repository, "examples", "hello-operator", file), Cancellation);

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Operon.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    [GeneratedRegex(@"Serving metrics at (?<metrics>\S+) and health checks at (?<health>\S+)")]
    private static partial Regex Serving();

    [GeneratedRegex(@"^process_resident_memory_bytes (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Resident();
}
