using k8s.Models;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Controllers.Volumes;

/// <summary>Decides the next step of a PersistentVolumeClaim.</summary>
internal static class ClaimPlanner
{
    private static readonly ClaimAction.Wait _nothing = new(null, null);

    public static ClaimAction Plan(
        V1PersistentVolumeClaim claim,
        IReadOnlyCollection<V1PersistentVolume> volumes,
        IReadOnlyCollection<V1StorageClass> classes,
        IReadOnlyCollection<V1Pod> pods,
        Func<string, V1Node?> findNode)
    {
        if (claim.Metadata.DeletionTimestamp is not null)
        {
            return claim.Metadata.Finalizers?.Contains(LocalStorage.ClaimProtection) == true && !IsUsed(claim, pods) ? new ClaimAction.Release() : _nothing;
        }

        if (claim.Status?.Phase == "Bound")
        {
            if (volumes.FirstOrDefault(v => v.Metadata.Name == claim.Spec.VolumeName) is not { } bound)
            {
                return new ClaimAction.Lose();
            }

            return IsOurs(bound) && Size(claim.Spec.Resources?.Requests) > Size(claim.Status.Capacity) ? new ClaimAction.Grow(bound) : _nothing;
        }

        if (claim.Spec.StorageClassName is null && string.IsNullOrEmpty(claim.Spec.VolumeName) && DefaultClass(classes) is { } byDefault)
        {
            return new ClaimAction.UseClass(byDefault.Metadata.Name);
        }

        var storageClass = classes.FirstOrDefault(c => c.Metadata.Name == claim.Spec.StorageClassName);
        var nodeName = Annotation(claim, LocalStorage.SelectedNode);
        var node = nodeName is null ? null : findNode(nodeName);
        var isEarly = storageClass?.VolumeBindingMode == "WaitForFirstConsumer" && nodeName is null;
        var match = VolumeMatch.Find(claim, isEarly ? [.. volumes.Where(v => v.Spec.ClaimRef is not null || v.Metadata.Name == claim.Spec.VolumeName)] : volumes, node);
        if (match is not null)
        {
            return match.Spec.ClaimRef is null || VolumeMatch.IsPromised(match, claim)
                ? new ClaimAction.Bind(match)
                : new ClaimAction.Wait("FailedBinding", $"volume \"{match.Metadata.Name}\" already bound to a different claim.");
        }

        if (!string.IsNullOrEmpty(claim.Spec.VolumeName))
        {
            return new ClaimAction.Wait("FailedBinding", $"volume \"{claim.Spec.VolumeName}\" not found");
        }

        if (storageClass is null)
        {
            return string.IsNullOrEmpty(claim.Spec.StorageClassName)
                ? new ClaimAction.Wait("FailedBinding", "no persistent volumes available for this claim and no storage class is set")
                : new ClaimAction.Wait("ProvisioningFailed", $"storageclass.storage.k8s.io \"{claim.Spec.StorageClassName}\" not found");
        }

        if (isEarly)
        {
            return new ClaimAction.Wait("WaitForFirstConsumer", "waiting for first consumer to be created before binding");
        }

        return storageClass.Provisioner == LocalStorage.Provisioner
            ? new ClaimAction.Provision(storageClass, nodeName)
            : new ClaimAction.Wait("ExternalProvisioning", $"Waiting for a volume to be created either by the external provisioner '{storageClass.Provisioner}' or manually by the system administrator.");
    }

    public static string? Annotation(V1PersistentVolumeClaim claim, string name) =>
        claim.Metadata.Annotations is { } annotations && annotations.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    private static bool IsOurs(V1PersistentVolume volume) =>
        volume.Metadata.Annotations is { } annotations && annotations.TryGetValue(LocalStorage.ProvisionedBy, out var by) && by == LocalStorage.Provisioner;

    private static decimal Size(IDictionary<string, ResourceQuantity>? resources) =>
        resources is not null && resources.TryGetValue("storage", out var size) ? size.ToDecimal() : 0;

    private static V1StorageClass? DefaultClass(IEnumerable<V1StorageClass> classes) =>
        classes.Where(c => c.Metadata.Annotations is { } a && a.TryGetValue(LocalStorage.DefaultClass, out var value) && value == "true")
            .OrderByDescending(c => c.Metadata.CreationTimestamp).ThenBy(c => c.Metadata.Name, StringComparer.Ordinal).FirstOrDefault();

    private static bool IsUsed(V1PersistentVolumeClaim claim, IEnumerable<V1Pod> pods) => pods.Any(p =>
        p.Metadata.NamespaceProperty == claim.Metadata.NamespaceProperty
        && !PodState.IsTerminal(p)
        && !string.IsNullOrEmpty(p.Spec.NodeName)
        && (p.Spec.Volumes ?? []).Any(v => v.PersistentVolumeClaim?.ClaimName == claim.Metadata.Name));
}
