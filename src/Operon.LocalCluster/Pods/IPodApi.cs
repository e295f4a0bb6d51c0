using k8s.Models;

namespace Operon.LocalCluster.Pods;

/// <summary>What running a pod needs from the API server.</summary>
internal interface IPodApi
{
    Task<V1ConfigMap?> FindConfigMapAsync(string namespaceName, string name, CancellationToken cancellationToken);

    Task<V1Secret?> FindSecretAsync(string namespaceName, string name, CancellationToken cancellationToken);

    Task<V1PersistentVolumeClaim?> FindClaimAsync(string namespaceName, string name, CancellationToken cancellationToken);

    Task<V1PersistentVolume?> FindVolumeAsync(string name, CancellationToken cancellationToken);

    Task<IReadOnlyList<V1Service>> ListServicesAsync(string namespaceName, CancellationToken cancellationToken);

    /// <summary>A token of the pod's service account, bound to the pod.</summary>
    Task<ServiceAccountToken> CreateTokenAsync(V1Pod pod, string? audience, long expirationSeconds, CancellationToken cancellationToken);

    /// <summary>Writes the status if the pod still is the same incarnation; a pod that is gone is no error.</summary>
    Task PatchStatusAsync(V1Pod pod, V1PodStatus status, CancellationToken cancellationToken);

    /// <summary>Confirms that the pod has stopped: removes it from the API. A pod that is gone is no error.</summary>
    Task ConfirmDeletionAsync(V1Pod pod, CancellationToken cancellationToken);

    void Normal(V1Pod pod, string reason, string message);

    void Warning(V1Pod pod, string reason, string message);
}
