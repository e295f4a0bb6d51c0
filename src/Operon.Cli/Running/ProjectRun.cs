using Microsoft.Extensions.Logging;
using Operon.Cli.Clusters;
using Operon.Cli.Deploying;
using Operon.Cli.Manifests;
using Operon.Cli.Projects;
using Operon.Kubernetes;
using Operon.LocalCluster.Networking;

namespace Operon.Cli.Running;

/// <summary>Runs the operator of a project on this machine, outside of the cluster it works on.</summary>
internal sealed class ProjectRun(OperatorProject project, TextWriter output)
{
    /// <summary>Against a cluster that is there, named by a kubeconfig or by the environment.</summary>
    public async Task<int> RunAsync(string? kubeconfig, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        await ProjectConfiguration.GenerateAsync(project, output, cancellationToken);
        var assembly = await ProjectBuild.RunAsync(project, cancellationToken);
        return await OperatorProcess.RunAsync(assembly, [.. Kubeconfig(kubeconfig), .. arguments], cancellationToken);
    }

    /// <summary>
    /// Against a local cluster: the one of the folder when it runs, else one that is started and stopped again. Installs the definitions; webhooks are registered by URL
    /// while the operator runs.
    /// </summary>
    public async Task<int> RunLocalAsync(DataDirectory directory, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var manifests = await ProjectConfiguration.GenerateAsync(project, output, cancellationToken);
        var assembly = await ProjectBuild.RunAsync(project, cancellationToken);
        var isJoined = ClusterState.Read(directory) is { IsRunning: true, IsReady: true };
        var state = await ClusterProcess.StartAsync(directory, nodes: 1, kubeconfig: null, cancellationToken);
        try
        {
            await output.WriteLineAsync($"  {(isJoined ? "joined " : "started")}  cluster https://127.0.0.1:{state.Port}, data in {directory.Root}");
            await InstallAsync(state.Kubeconfig, manifests, cancellationToken);
            await output.WriteLineAsync();
            await output.WriteLineAsync($"export KUBECONFIG={state.Kubeconfig}");
            await output.WriteLineAsync("kubectl apply -k config/samples     # in another terminal; Ctrl-C here stops everything");
            await output.WriteLineAsync();
            return await RunOnAsync(directory, assembly, state.Kubeconfig, manifests, arguments, cancellationToken);
        }
        finally
        {
            if (!isJoined)
            {
                await ClusterProcess.StopAsync(directory, CancellationToken.None);
            }
        }
    }

    private async Task InstallAsync(string kubeconfig, IReadOnlyList<GeneratedManifest> manifests, CancellationToken cancellationToken)
    {
        if (manifests.Any(manifest => ManifestKind.Crd.Includes(manifest.Path)))
        {
            await using var client = KubernetesClient.Create(KubernetesClientOptions.FromKubeconfig(kubeconfig));
            await new ObjectApplier(client, TimeProvider.System, output).ApplyAsync(ProjectConfiguration.Definitions(project), cancellationToken);
        }
    }

    /// <summary>The cluster has a network of its own; for webhooks a door leads from there to this machine.</summary>
    private static async Task<int> RunOnAsync(
        DataDirectory directory, string assembly, string kubeconfig, IReadOnlyList<GeneratedManifest> manifests, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var hasWebhooks = manifests.Any(manifest => ManifestKind.Webhook.Includes(manifest.Path) || manifest.Documents.Any(HasConversion));
        using var loggers = LoggerFactory.Create(logging => logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning));
        using var close = new CancellationTokenSource();
        var door = hasWebhooks ? HostDoor.OpenAsync(directory.Root, loggers, close.Token) : Task.CompletedTask;
        try
        {
            return await OperatorProcess.RunAsync(
                assembly, [.. Kubeconfig(kubeconfig), .. hasWebhooks ? (string[])["--local-webhooks"] : [], .. arguments], cancellationToken);
        }
        finally
        {
            await close.CancelAsync();
            await door;
        }
    }

    private static bool HasConversion(System.Text.Json.Nodes.JsonNode document) => document["spec"]?["conversion"]?["strategy"]?.ToString() == "Webhook";

    private static string[] Kubeconfig(string? file) => file is null ? [] : ["--kubeconfig", Path.GetFullPath(file)];
}
