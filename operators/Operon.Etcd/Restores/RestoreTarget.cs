using System.Text.Json;
using System.Text.Json.Nodes;
using Operon.Etcd.Api;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Restores;

/// <summary>The cluster a restore goes into: found, or made; and the request it is given.</summary>
internal sealed class RestoreTarget(IKubernetesClient client)
{
    /// <summary>
    /// The cluster; null when it has to be made. Throws <see cref="InvalidSpecException"/>, <see cref="RestoreWaitException"/> or
    /// <see cref="RestoreFailedException"/> when the restore must not begin.
    /// </summary>
    public async Task<EtcdCluster?> FindAsync(EtcdRestore restore, BackupArtifact? known, CancellationToken cancellationToken)
    {
        var name = restore.Spec.EtcdCluster!.Name!;
        var cluster = await client.Resource(EtcdKinds.Cluster).FindAsync(restore.Metadata.NamespaceProperty, name, cancellationToken);
        if (cluster is null)
        {
            return restore.Spec.NewCluster is null
                ? throw new InvalidSpecException($"spec.etcdCluster.name: EtcdCluster {name} does not exist; spec.newCluster would make it")
                : null;
        }

        if (restore.Spec.NewCluster is not null && !IsMadeBy(cluster, restore))
        {
            throw new RestoreFailedException($"EtcdCluster {name} exists already and is left alone; remove spec.newCluster to replace its data, or name another cluster");
        }

        if (cluster.Metadata.DeletionTimestamp is not null)
        {
            throw new RestoreWaitException($"EtcdCluster {name} is being deleted");
        }

        if (cluster.Spec.Paused)
        {
            throw new RestoreWaitException($"EtcdCluster {name} is paused; set spec.paused to false");
        }

        if (cluster.Status?.Restore is { Phase: not ClusterRestorePhase.Seeded } other && other.Uid != restore.Metadata.Uid)
        {
            throw new RestoreWaitException($"the EtcdRestore {other.Name} is at work on EtcdCluster {name}");
        }

        CheckVersion(cluster.Spec.Version, known, name);
        return cluster;
    }

    /// <summary>Makes the cluster, marked so that it does not begin empty, and gives it the request.</summary>
    public async Task CreateAsync(EtcdRestore restore, ClusterRestore request, CancellationToken cancellationToken)
    {
        var template = restore.Spec.NewCluster!;
        var name = restore.Spec.EtcdCluster!.Name!;
        var cluster = new UntypedObject
        {
            ApiVersion = $"{EtcdCluster.Group}/{EtcdCluster.Version}",
            Kind = EtcdCluster.KindName,
            Metadata = new k8s.Models.V1ObjectMeta
            {
                Name = name,
                NamespaceProperty = restore.Metadata.NamespaceProperty,
                Labels = template.Labels,
                Annotations = new Dictionary<string, string>(template.Annotations ?? [])
                {
                    [RestoreAnnotations.Restore] = restore.Metadata.Name,
                    [RestoreAnnotations.RestoreUid] = restore.Metadata.Uid,
                },
            },
            Fields = new JsonObject { ["spec"] = JsonObject.Create(template.Spec!.Value) },
        };
        try
        {
            await client.Resource(ResourceKinds.Untyped(EtcdKinds.Cluster.Type)).CreateAsync(cluster, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsAlreadyExists)
        {
            // Made by an earlier try; the next look tells whose it is.
            return;
        }
        catch (KubernetesApiException e) when (e.IsInvalid || e.IsBadRequest)
        {
            throw new RestoreFailedException($"spec.newCluster: the API server refuses the EtcdCluster {name}: {e.Message}");
        }

        await RequestAsync(restore, request with { Phase = ClusterRestorePhase.Seeding }, cancellationToken);
    }

    /// <summary>Writes the request into the cluster's status, where its reconciler finds it.</summary>
    public Task RequestAsync(EtcdRestore restore, ClusterRestore request, CancellationToken cancellationToken)
    {
        var status = JsonSerializer.SerializeToNode(request, KubernetesJson.TypeInfo<ClusterRestore>(EtcdJson.Default));
        return client.Resource(EtcdKinds.Cluster).PatchAsync(
            restore.Metadata.NamespaceProperty,
            restore.Spec.EtcdCluster!.Name!,
            Patch.Merge(new JsonObject { ["status"] = new JsonObject { ["restore"] = status } }),
            cancellationToken,
            subresource: "status");
    }

    public static bool IsMadeBy(EtcdCluster cluster, EtcdRestore restore) =>
        cluster.Metadata.Annotations?.TryGetValue(RestoreAnnotations.RestoreUid, out var uid) == true && uid == restore.Metadata.Uid;

    /// <summary>A data directory of a newer minor version is refused by etcd (B4), but only after the old data is gone.</summary>
    public static void CheckVersion(string? wanted, BackupArtifact? known, string cluster)
    {
        var version = EtcdVersion.TryParse(wanted, out var parsed) ? parsed : EtcdVersion.Default;
        if (EtcdVersion.TryParse(known?.EtcdVersion, out var made) && (made.Major, made.Minor).CompareTo((version.Major, version.Minor)) > 0)
        {
            throw new RestoreFailedException($"the backup was made by etcd {made}, EtcdCluster {cluster} asks for {version}; set spec.version to {made.Major}.{made.Minor}.x or later first");
        }
    }
}
