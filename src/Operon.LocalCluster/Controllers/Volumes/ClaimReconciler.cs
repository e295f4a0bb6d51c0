using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Objects;
using Operon.Runtime;

namespace Operon.LocalCluster.Controllers.Volumes;

/// <summary>Binds claims to volumes and makes local volumes for those that have none.</summary>
internal sealed class ClaimReconciler(
    IKubernetesClient client,
    string volumesDirectory,
    ILister<V1PersistentVolumeClaim> claims,
    ILister<V1PersistentVolume> volumes,
    ILister<V1StorageClass> classes,
    ILister<V1Pod> pods,
    ILister<V1Node> nodes,
    IEventRecorder events) : IReconciler
{
    private readonly IResourceClient<V1PersistentVolumeClaim> _claims = client.Resource(ResourceKinds.PersistentVolumeClaim);
    private readonly IResourceClient<V1PersistentVolume> _volumes = client.Resource(ResourceKinds.PersistentVolume);

    public async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        if (claims.Find(context.Key) is not { } cached)
        {
            return ReconcileResult.Done;
        }

        var claim = Documents.Copy(ResourceKinds.PersistentVolumeClaim, cached);
        if (claim.Metadata.DeletionTimestamp is null && claim.Metadata.Finalizers?.Contains(LocalStorage.ClaimProtection) != true)
        {
            claim.Metadata.Finalizers = [.. claim.Metadata.Finalizers ?? [], LocalStorage.ClaimProtection];
            claim = await _claims.UpdateAsync(claim, cancellationToken);
        }

        switch (ClaimPlanner.Plan(claim, volumes.List(), classes.List(), pods.List(context.Key.Namespace), n => nodes.Find(new ObjectKey(null, n))))
        {
            case ClaimAction.UseClass(var name):
                claim.Spec.StorageClassName = name;
                await _claims.UpdateAsync(claim, cancellationToken);
                break;
            case ClaimAction.Provision(var storageClass, var node):
                await ProvisionAsync(claim, storageClass, node, cancellationToken);
                break;
            case ClaimAction.Bind(var volume):
                await BindAsync(claim, volume, cancellationToken);
                break;
            case ClaimAction.Lose when await _volumes.FindAsync(null, claim.Spec.VolumeName, cancellationToken) is null:
                claim.Status = new V1PersistentVolumeClaimStatus { Phase = "Lost" };
                await _claims.UpdateAsync(claim, cancellationToken, subresource: "status");
                events.Warning(claim, "ClaimLost", "Bound claim has lost its PersistentVolume. Any data on the volume is lost!");
                break;
            case ClaimAction.Grow(var volume):
                await GrowAsync(claim, volume, cancellationToken);
                break;
            case ClaimAction.Release:
                claim.Metadata.Finalizers = [.. claim.Metadata.Finalizers.Where(f => f != LocalStorage.ClaimProtection)];
                await _claims.UpdateAsync(claim, cancellationToken);
                break;
            case ClaimAction.Wait(var reason, var message):
                await TellWaitingAsync(claim, reason, message, cancellationToken);
                break;
        }

        return ReconcileResult.Done;
    }

    private async Task ProvisionAsync(V1PersistentVolumeClaim claim, V1StorageClass storageClass, string? node, CancellationToken cancellationToken)
    {
        var volume = LocalVolumes.New(claim, storageClass, node, volumesDirectory);
        Directory.CreateDirectory(volume.Spec.HostPath.Path);
        try
        {
            volume = await _volumes.CreateAsync(volume, cancellationToken);
            events.Normal(claim, "ProvisioningSucceeded", $"Successfully provisioned volume {volume.Metadata.Name}");
        }
        catch (KubernetesApiException exists) when (exists.IsAlreadyExists)
        {
            volume = await _volumes.GetAsync(null, volume.Metadata.Name, cancellationToken);
        }

        await BindAsync(claim, volume, cancellationToken);
    }

    private async Task BindAsync(V1PersistentVolumeClaim claim, V1PersistentVolume found, CancellationToken cancellationToken)
    {
        var volume = found;
        if (volume.Spec.ClaimRef?.Uid != claim.Metadata.Uid)
        {
            volume = Documents.Copy(ResourceKinds.PersistentVolume, found);
            if (volume.Spec.ClaimRef is null)
            {
                (volume.Metadata.Annotations ??= new Dictionary<string, string>())[LocalStorage.BoundByController] = "yes";
            }

            volume.Spec.ClaimRef = LocalVolumes.Reference(claim);
            volume = await _volumes.UpdateAsync(volume, cancellationToken);
        }

        var annotations = claim.Metadata.Annotations ??= new Dictionary<string, string>();
        if (claim.Spec.VolumeName != volume.Metadata.Name || !annotations.ContainsKey(LocalStorage.BindCompleted))
        {
            if (string.IsNullOrEmpty(claim.Spec.VolumeName))
            {
                annotations[LocalStorage.BoundByController] = "yes";
            }

            annotations[LocalStorage.BindCompleted] = "yes";
            claim.Spec.VolumeName = volume.Metadata.Name;
            claim = await _claims.UpdateAsync(claim, cancellationToken);
        }

        claim.Status = new V1PersistentVolumeClaimStatus { Phase = "Bound", AccessModes = volume.Spec.AccessModes, Capacity = volume.Spec.Capacity };
        await _claims.UpdateAsync(claim, cancellationToken, subresource: "status");
    }

    private async Task GrowAsync(V1PersistentVolumeClaim claim, V1PersistentVolume found, CancellationToken cancellationToken)
    {
        var volume = Documents.Copy(ResourceKinds.PersistentVolume, found);
        volume.Spec.Capacity = new Dictionary<string, ResourceQuantity>(volume.Spec.Capacity ?? new Dictionary<string, ResourceQuantity>())
        {
            ["storage"] = claim.Spec.Resources.Requests["storage"],
        };
        volume = await _volumes.UpdateAsync(volume, cancellationToken);
        claim.Status.Capacity = volume.Spec.Capacity;
        await _claims.UpdateAsync(claim, cancellationToken, subresource: "status");
        events.Normal(claim, "VolumeResizeSuccessful", "Resize volume succeeded");
    }

    private async Task TellWaitingAsync(V1PersistentVolumeClaim claim, string? reason, string? message, CancellationToken cancellationToken)
    {
        if (reason is "WaitForFirstConsumer" or "ExternalProvisioning")
        {
            events.Normal(claim, reason, message!);
        }
        else if (reason is not null)
        {
            events.Warning(claim, reason, message!);
        }

        if (string.IsNullOrEmpty(claim.Status?.Phase))
        {
            claim.Status = new V1PersistentVolumeClaimStatus { Phase = "Pending" };
            await _claims.UpdateAsync(claim, cancellationToken, subresource: "status");
        }
    }
}
