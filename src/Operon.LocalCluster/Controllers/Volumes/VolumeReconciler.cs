using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Objects;
using Operon.Runtime;

namespace Operon.LocalCluster.Controllers.Volumes;

/// <summary>Keeps the phase of a volume and removes the folder of a released one.</summary>
internal sealed class VolumeReconciler(
    IKubernetesClient client, string volumesDirectory, ILister<V1PersistentVolume> volumes, ILister<V1PersistentVolumeClaim> claims, TimeProvider time) : IReconciler
{
    private readonly IResourceClient<V1PersistentVolume> _volumes = client.Resource(ResourceKinds.PersistentVolume);

    public async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        if (volumes.Find(context.Key) is not { } cached)
        {
            return ReconcileResult.Done;
        }

        var volume = Documents.Copy(ResourceKinds.PersistentVolume, cached);
        var phase = await PhaseAsync(volume, cancellationToken);
        if (volume.Metadata.DeletionTimestamp is not null)
        {
            if (phase != "Bound" && volume.Metadata.Finalizers?.Contains(LocalStorage.VolumeProtection) == true)
            {
                volume.Metadata.Finalizers = [.. volume.Metadata.Finalizers.Where(f => f != LocalStorage.VolumeProtection)];
                await _volumes.UpdateAsync(volume, cancellationToken);
            }

            return ReconcileResult.Done;
        }

        if (volume.Status?.Phase != phase)
        {
            volume.Status = new V1PersistentVolumeStatus { Phase = phase, LastPhaseTransitionTime = Times.ToSeconds(time.GetUtcNow()) };
            volume = await _volumes.UpdateAsync(volume, cancellationToken, subresource: "status");
        }

        if (phase == "Released" && volume.Spec.PersistentVolumeReclaimPolicy == "Delete" && IsOurs(volume))
        {
            // The folder first: a volume object without a folder can be seen and mended, a folder without an object cannot.
            if (Directory.Exists(volume.Spec.HostPath.Path))
            {
                Directory.Delete(volume.Spec.HostPath.Path, recursive: true);
            }

            await _volumes.DeleteAsync(null, volume.Metadata.Name, cancellationToken, new DeleteOptions { PreconditionUid = volume.Metadata.Uid });
        }

        return ReconcileResult.Done;
    }

    private async Task<string> PhaseAsync(V1PersistentVolume volume, CancellationToken cancellationToken)
    {
        if (volume.Spec.ClaimRef is not { } reference || string.IsNullOrEmpty(reference.Uid))
        {
            return "Available";
        }

        var claim = claims.Find(new ObjectKey(reference.NamespaceProperty, reference.Name));
        if (claim?.Metadata.Uid == reference.Uid)
        {
            return "Bound";
        }

        // Releasing may delete data, so the cache alone is not believed.
        claim = await client.Resource(ResourceKinds.PersistentVolumeClaim).FindAsync(reference.NamespaceProperty, reference.Name, cancellationToken);
        return claim?.Metadata.Uid == reference.Uid ? "Bound" : "Released";
    }

    private bool IsOurs(V1PersistentVolume volume) =>
        volume.Metadata.Annotations is { } annotations
        && annotations.TryGetValue(LocalStorage.ProvisionedBy, out var by) && by == LocalStorage.Provisioner
        && volume.Spec.HostPath?.Path is { } path
        && Path.GetFullPath(path) == Path.Combine(Path.GetFullPath(volumesDirectory), volume.Metadata.Name);
}
