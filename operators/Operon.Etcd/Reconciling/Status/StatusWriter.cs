using System.Text.Json;
using System.Text.Json.Nodes;
using Operon.Etcd.Api;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Writes status through the status subresource, and only what differs.</summary>
internal sealed class StatusWriter(IKubernetesClient client)
{
    /// <summary>Gives the cluster with the status the server now holds.</summary>
    public async Task<EtcdCluster> WriteAsync(EtcdCluster cluster, EtcdClusterStatus status, CancellationToken cancellationToken)
    {
        if (StatusPatch.Between(Json(cluster.Status), Json(status)) is not { } patch)
        {
            return cluster;
        }

        return await client.Resource(EtcdKinds.Cluster).PatchAsync(
            cluster.Metadata.NamespaceProperty,
            cluster.Metadata.Name,
            Patch.Merge(new JsonObject { ["status"] = patch }),
            cancellationToken,
            subresource: "status");
    }

    /// <summary>Writes only <c>status.recovery</c>.</summary>
    public Task<EtcdCluster> WriteRecoveryAsync(EtcdCluster cluster, RecoveryStatus recovery, CancellationToken cancellationToken) =>
        WriteAsync(cluster, (cluster.Status ?? new EtcdClusterStatus()) with { Recovery = recovery }, cancellationToken);

    /// <summary>Writes only <c>status.maintenance</c>.</summary>
    public Task<EtcdCluster> WriteMaintenanceAsync(EtcdCluster cluster, MaintenanceStatus maintenance, CancellationToken cancellationToken) =>
        WriteAsync(cluster, (cluster.Status ?? new EtcdClusterStatus()) with { Maintenance = maintenance }, cancellationToken);

    private static JsonObject Json(EtcdClusterStatus? status) =>
        JsonSerializer.SerializeToNode(status ?? new EtcdClusterStatus(), KubernetesJson.TypeInfo<EtcdClusterStatus>(EtcdJson.Default))!.AsObject();
}
