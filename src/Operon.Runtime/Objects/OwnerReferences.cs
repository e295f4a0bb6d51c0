using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Owner references: who is deleted with whom, and whose controller is woken. These change objects in memory only.</summary>
public static class OwnerReferences
{
    /// <summary>
    /// A controller reference to <paramref name="owner"/>. <paramref name="type"/> is needed when the owner does not carry its apiVersion and kind.
    /// </summary>
    public static V1OwnerReference ToController(IKubernetesObject<V1ObjectMeta> owner, ResourceType? type = null) => Reference(owner, type, isController: true, blockOwnerDeletion: true);

    /// <summary>
    /// Makes <paramref name="owner"/> the controller of <paramref name="child"/>. With <paramref name="blockOwnerDeletion"/> a foreground deletion of the owner
    /// waits for the child; setting it needs the right to update the owner's finalizers where the server checks that. Throws
    /// <see cref="AlreadyControlledException"/> when another object controls it, and <see cref="InvalidOperationException"/> when the owner lives in
    /// another namespace, which Kubernetes does not allow.
    /// </summary>
    public static void SetController(
        IKubernetesObject<V1ObjectMeta> owner, IKubernetesObject<V1ObjectMeta> child, ResourceType? ownerType = null, bool blockOwnerDeletion = true)
    {
        RefuseOtherNamespace(owner, child);
        var reference = Reference(owner, ownerType, isController: true, blockOwnerDeletion);
        if (ControllerOf(child) is { } other && other.Uid != reference.Uid)
        {
            throw new AlreadyControlledException(child, other);
        }

        Put(child, reference);
    }

    /// <summary>
    /// Makes <paramref name="owner"/> one of the owners of <paramref name="child"/>: the child goes when its last owner does, and the owner's controller is
    /// not woken for it unless it asks for that. A controller reference to the same owner becomes a plain one.
    /// </summary>
    public static void SetOwner(
        IKubernetesObject<V1ObjectMeta> owner, IKubernetesObject<V1ObjectMeta> child, ResourceType? ownerType = null, bool blockOwnerDeletion = false)
    {
        RefuseOtherNamespace(owner, child);
        Put(child, Reference(owner, ownerType, isController: false, blockOwnerDeletion));
    }

    /// <summary>Takes the reference to <paramref name="owner"/> away; false when there was none.</summary>
    public static bool Remove(IKubernetesObject<V1ObjectMeta> owner, IKubernetesObject<V1ObjectMeta> child)
    {
        if (!Has(owner, child))
        {
            return false;
        }

        child.Metadata.OwnerReferences = [.. child.Metadata.OwnerReferences.Where(reference => reference.Uid != owner.Metadata.Uid)];
        return true;
    }

    /// <summary>Whether <paramref name="owner"/> is among the owners of <paramref name="child"/>: this incarnation of it, by uid.</summary>
    public static bool Has(IKubernetesObject<V1ObjectMeta> owner, IKubernetesObject<V1ObjectMeta> child) =>
        owner.Metadata.Uid is { } uid && child.Metadata.OwnerReferences?.Any(reference => reference.Uid == uid) == true;

    /// <summary>The reference to the controller of <paramref name="child"/>; null when it has none.</summary>
    public static V1OwnerReference? ControllerOf(IKubernetesObject<V1ObjectMeta> child) =>
        child.Metadata.OwnerReferences?.FirstOrDefault(reference => reference.Controller == true);

    /// <summary>Whether <paramref name="owner"/> is the controller of <paramref name="child"/>.</summary>
    public static bool IsControlledBy(IKubernetesObject<V1ObjectMeta> child, IKubernetesObject<V1ObjectMeta> owner) =>
        ControllerOf(child)?.Uid is { } uid && uid == owner.Metadata.Uid;

    private static V1OwnerReference Reference(IKubernetesObject<V1ObjectMeta> owner, ResourceType? type, bool isController, bool blockOwnerDeletion) => new()
    {
        ApiVersion = type?.ApiVersion ?? owner.ApiVersion ?? throw new ArgumentException($"The owner {owner.Metadata.Name} has no apiVersion; pass its resource type.", nameof(owner)),
        Kind = type?.Kind ?? owner.Kind ?? throw new ArgumentException($"The owner {owner.Metadata.Name} has no kind; pass its resource type.", nameof(owner)),
        Name = owner.Metadata.Name,
        Uid = owner.Metadata.Uid ?? throw new ArgumentException($"The owner {owner.Metadata.Name} has no uid: it must have been read from the server.", nameof(owner)),
        Controller = isController ? true : null,
        BlockOwnerDeletion = blockOwnerDeletion ? true : null,
    };

    private static void Put(IKubernetesObject<V1ObjectMeta> child, V1OwnerReference reference) =>
        child.Metadata.OwnerReferences = [.. child.Metadata.OwnerReferences?.Where(known => known.Uid != reference.Uid) ?? [], reference];

    private static void RefuseOtherNamespace(IKubernetesObject<V1ObjectMeta> owner, IKubernetesObject<V1ObjectMeta> child)
    {
        var ownerNamespace = owner.Metadata.NamespaceProperty;
        if (!string.IsNullOrEmpty(ownerNamespace) && ownerNamespace != child.Metadata.NamespaceProperty)
        {
            throw new InvalidOperationException(
                $"{owner.Kind} {ownerNamespace}/{owner.Metadata.Name} cannot own {child.Kind} {ObjectKey.Of(child)}: an owner must be in the same namespace or cluster-scoped.");
        }
    }
}
