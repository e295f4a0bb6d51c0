using k8s.Models;
using Operon.Etcd.Api;
using Operon.Etcd.Objects;
using Operon.Kubernetes;

namespace Operon.Etcd.Restores;

/// <summary>What the seed's init containers say.</summary>
internal sealed class SeedProgress(IKubernetesClient client)
{
    /// <summary>A sentence for people.</summary>
    public async Task<string> DescribeAsync(EtcdCluster cluster, CancellationToken cancellationToken)
    {
        var name = PodNames.Seed(cluster.Metadata.Name, new ClusterLayout(cluster).Incarnation);
        var pod = await client.Resource(ResourceKinds.Pod).FindAsync(cluster.Metadata.NamespaceProperty, name, cancellationToken);
        if (pod is null)
        {
            return $"the seed {name} is about to be made";
        }

        foreach (var status in pod.Status?.InitContainerStatuses ?? [])
        {
            var ended = status.State?.Terminated ?? status.LastState?.Terminated;
            if (ended is { ExitCode: not 0 })
            {
                return $"container {status.Name} of pod {name} fails: {ended.Message ?? ended.Reason}";
            }

            if (status.State?.Terminated is null)
            {
                return $"pod {name}: {status.Name}{(Waiting(status) is { } waiting ? $" waits: {waiting}" : "")}";
            }
        }

        return $"the seed {name} is starting";
    }

    private static string? Waiting(V1ContainerStatus status) => status.State?.Waiting is { } waiting ? waiting.Message ?? waiting.Reason : null;
}
