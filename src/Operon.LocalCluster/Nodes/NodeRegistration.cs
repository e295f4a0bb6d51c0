using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;

namespace Operon.LocalCluster.Nodes;

/// <summary>Registers the virtual nodes and keeps their Leases fresh, as kubelets do.</summary>
internal sealed partial class NodeRegistration(
    IKubernetesClient client, IReadOnlyList<VirtualNode> nodes, NodeAgentOptions options, TimeProvider time, ILogger<NodeRegistration> logger)
{
    private const string LeaseNamespace = "kube-node-lease";
    private const int LeaseSeconds = 40;
    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await UntilDoneAsync(() => RegisterAllAsync(cancellationToken), cancellationToken);
            while (true)
            {
                await UntilDoneAsync(() => RenewAllAsync(cancellationToken), cancellationToken);
                await Task.Delay(RenewInterval, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task UntilDoneAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await work();
                return;
            }
            catch (Exception error) when (error is KubernetesApiException or HttpRequestException)
            {
                Log.Failed(logger, error);
                await Task.Delay(Retry, time, cancellationToken);
            }
        }
    }

    private async Task RegisterAllAsync(CancellationToken cancellationToken)
    {
        foreach (var node in nodes)
        {
            await RegisterAsync(node, cancellationToken);
        }
    }

    private async Task RegisterAsync(VirtualNode node, CancellationToken cancellationToken)
    {
        var api = client.Resource(ResourceKinds.Node);
        var now = time.GetUtcNow().UtcDateTime;
        var present = await api.FindAsync(null, node.Name, cancellationToken)
            ?? await api.CreateAsync(
                new V1Node
                {
                    Metadata = new V1ObjectMeta { Name = node.Name, Labels = NodeObject.Labels(node) },
                    Spec = new V1NodeSpec { ProviderID = $"operon://{node.Name}" },
                },
                cancellationToken);

        var labels = new JsonObject(NodeObject.Labels(node).Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
        await api.PatchAsync(null, node.Name, Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["labels"] = labels } }), cancellationToken);

        var status = NodeObject.Status(node, present.Status, options.KubeletVersion, options.DataDirectory, now);
        var body = JsonSerializer.SerializeToNode(new V1Node { Status = status }, ResourceKinds.Node.Json)!;
        await api.PatchAsync(null, node.Name, Patch.Merge(new JsonObject { ["status"] = body["status"]!.DeepClone() }), cancellationToken, subresource: "status");
    }

    private async Task RenewAllAsync(CancellationToken cancellationToken)
    {
        foreach (var node in nodes)
        {
            await RenewAsync(node, cancellationToken);
        }
    }

    private async Task RenewAsync(VirtualNode node, CancellationToken cancellationToken)
    {
        var api = client.Resource(ResourceKinds.Lease);
        var now = time.GetUtcNow().UtcDateTime;
        var lease = await api.FindAsync(LeaseNamespace, node.Name, cancellationToken);
        if (lease is not null)
        {
            lease.Spec.HolderIdentity = node.Name;
            lease.Spec.LeaseDurationSeconds = LeaseSeconds;
            lease.Spec.RenewTime = now;
            await api.UpdateAsync(lease, cancellationToken);
            return;
        }

        lease = new V1Lease
        {
            Metadata = new V1ObjectMeta { Name = node.Name, NamespaceProperty = LeaseNamespace },
            Spec = new V1LeaseSpec { HolderIdentity = node.Name, LeaseDurationSeconds = LeaseSeconds, RenewTime = now },
        };
        try
        {
            await api.CreateAsync(lease, cancellationToken);
        }
        catch (KubernetesApiException error) when (error.Code == HttpStatusCode.NotFound)
        {
            await client.Resource(ResourceKinds.Namespace).CreateAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = LeaseNamespace } }, cancellationToken);
            await api.CreateAsync(lease, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2201, LogLevel.Warning, "The nodes cannot be registered or renewed; trying again")]
        public static partial void Failed(ILogger logger, Exception error);
    }
}
