using System.Text.Json.Nodes;
using Operon.Etcd.Api;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Writes the request into the annotations of an EtcdBackup, as people do.</summary>
internal sealed class RequestBackupExecutor(IKubernetesClient client) : ActionExecutor<RequestBackup>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, RequestBackup action, CancellationToken cancellationToken)
    {
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [BackupRequest.Annotation] = action.Token } } };
        await client.Resource(EtcdKinds.Backup).PatchAsync(snapshot.Layout.Namespace, action.Name, Patch.Merge(patch), cancellationToken);
        return null;
    }

    protected override IEnumerable<ClusterEvent> Announce(RequestBackup action) => [new("Backup Requested", $"EtcdBackup {action.Name} is taken first: {action.Reason}")];
}
