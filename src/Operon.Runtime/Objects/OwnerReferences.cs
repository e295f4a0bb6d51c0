using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Owner references: who is deleted with whom, and whose controller is woken.</summary>
public static class OwnerReferences
{
    /// <summary>
    /// A controller reference to <paramref name="owner"/>. <paramref name="type"/> is needed when the owner does not carry its apiVersion and kind.
    /// </summary>
    public static V1OwnerReference ToController(IKubernetesObject<V1ObjectMeta> owner, ResourceType? type = null) => new()
    {
        ApiVersion = type?.ApiVersion ?? owner.ApiVersion ?? throw new ArgumentException($"The owner {owner.Metadata.Name} has no apiVersion; pass its resource type.", nameof(owner)),
        Kind = type?.Kind ?? owner.Kind ?? throw new ArgumentException($"The owner {owner.Metadata.Name} has no kind; pass its resource type.", nameof(owner)),
        Name = owner.Metadata.Name,
        Uid = owner.Metadata.Uid ?? throw new ArgumentException($"The owner {owner.Metadata.Name} has no uid: it must have been read from the server.", nameof(owner)),
        Controller = true,
        BlockOwnerDeletion = true,
    };

    /// <summary>
    /// Makes <paramref name="owner"/> the controller of <paramref name="child"/>. Throws <see cref="InvalidOperationException"/> when another object
    /// controls it, or when the owner lives in another namespace, which Kubernetes does not allow.
    /// </summary>
    public static void SetController(IKubernetesObject<V1ObjectMeta> owner, IKubernetesObject<V1ObjectMeta> child, ResourceType? ownerType = null)
    {
        var ownerNamespace = owner.Metadata.NamespaceProperty;
        if (!string.IsNullOrEmpty(ownerNamespace) && ownerNamespace != child.Metadata.NamespaceProperty)
        {
            throw new InvalidOperationException(
                $"{owner.Kind} {ownerNamespace}/{owner.Metadata.Name} cannot own {child.Kind} {child.Metadata.NamespaceProperty}/{child.Metadata.Name}: an owner must be in the same namespace or cluster-scoped.");
        }

        var reference = ToController(owner, ownerType);
        if (ControllerOf(child) is { } other && other.Uid != reference.Uid)
        {
            throw new InvalidOperationException(
                $"{child.Kind} {child.Metadata.NamespaceProperty}/{child.Metadata.Name} is controlled by {other.Kind} {other.Name} already.");
        }

        child.Metadata.OwnerReferences = [.. child.Metadata.OwnerReferences?.Where(known => known.Uid != reference.Uid) ?? [], reference];
    }

    /// <summary>The reference to the controller of <paramref name="child"/>; null when it has none.</summary>
    public static V1OwnerReference? ControllerOf(IKubernetesObject<V1ObjectMeta> child) =>
        child.Metadata.OwnerReferences?.FirstOrDefault(reference => reference.Controller == true);

    /// <summary>Whether <paramref name="owner"/> is the controller of <paramref name="child"/>.</summary>
    public static bool IsControlledBy(IKubernetesObject<V1ObjectMeta> child, IKubernetesObject<V1ObjectMeta> owner) =>
        ControllerOf(child)?.Uid is { } uid && uid == owner.Metadata.Uid;
}
