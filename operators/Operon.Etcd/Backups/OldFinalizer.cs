using System.Text.Json.Nodes;
using Operon.Etcd.Api;
using Operon.Kubernetes;

namespace Operon.Etcd.Backups;

/// <summary>The finalizer the CoreOS operator put on periodic backups. Nothing here needs one, and one that nobody removes would keep objects for ever.</summary>
internal static class OldFinalizer
{
    private const string Name = "backup-operator-periodic";

    /// <summary>Null when the object is gone with its last finalizer.</summary>
    public static async Task<EtcdBackup?> RemoveAsync(IKubernetesClient client, EtcdBackup backup, CancellationToken cancellationToken)
    {
        if (backup.Metadata.Finalizers?.Contains(Name) != true)
        {
            return backup;
        }

        var left = new JsonArray([.. backup.Metadata.Finalizers.Where(finalizer => finalizer != Name).Select(finalizer => (JsonNode)finalizer)]);
        try
        {
            return await client.Resource(EtcdKinds.Backup).PatchAsync(
                backup.Metadata.NamespaceProperty,
                backup.Metadata.Name,
                Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = left, ["resourceVersion"] = backup.Metadata.ResourceVersion } }),
                cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }
}
