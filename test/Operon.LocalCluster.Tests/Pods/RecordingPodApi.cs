using System.Collections.Concurrent;
using k8s.Models;
using Operon.LocalCluster.Pods;

namespace Operon.LocalCluster.Tests.Pods;

/// <summary>An API server in the test's hand.</summary>
internal sealed class RecordingPodApi : IPodApi
{
    public ConcurrentDictionary<string, V1ConfigMap> ConfigMaps { get; } = new();

    public ConcurrentDictionary<string, V1Secret> Secrets { get; } = new();

    public ConcurrentQueue<string> Events { get; } = new();

    public ConcurrentDictionary<string, V1PodStatus> Statuses { get; } = new();

    public ConcurrentDictionary<string, bool> Deleted { get; } = new();

    public List<V1Service> Services { get; } = [];

    public Action<V1Pod>? OnDeletionConfirmed { get; set; }

    /// <summary>Failures of the next writes of a status, in turn.</summary>
    public ConcurrentQueue<Exception> StatusFailures { get; } = new();

    public V1PodStatus? Status(V1Pod pod) => Statuses.GetValueOrDefault(pod.Metadata.Uid);

    public Task<V1ConfigMap?> FindConfigMapAsync(string namespaceName, string name, CancellationToken cancellationToken) =>
        Task.FromResult(ConfigMaps.GetValueOrDefault(name));

    public Task<V1Secret?> FindSecretAsync(string namespaceName, string name, CancellationToken cancellationToken) =>
        Task.FromResult(Secrets.GetValueOrDefault(name));

    public Task<V1PersistentVolumeClaim?> FindClaimAsync(string namespaceName, string name, CancellationToken cancellationToken) =>
        Task.FromResult<V1PersistentVolumeClaim?>(null);

    public Task<V1PersistentVolume?> FindVolumeAsync(string name, CancellationToken cancellationToken) => Task.FromResult<V1PersistentVolume?>(null);

    public Task<IReadOnlyList<V1Service>> ListServicesAsync(string namespaceName, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<V1Service>>(Services);

    public Task<ServiceAccountToken> CreateTokenAsync(V1Pod pod, string? audience, long expirationSeconds, CancellationToken cancellationToken) =>
        Task.FromResult(new ServiceAccountToken($"token-of-{pod.Spec.ServiceAccountName ?? "default"}", DateTimeOffset.UtcNow.AddSeconds(expirationSeconds)));

    public Task PatchStatusAsync(V1Pod pod, V1PodStatus status, CancellationToken cancellationToken)
    {
        if (StatusFailures.TryDequeue(out var failure))
        {
            return Task.FromException(failure);
        }

        Statuses[pod.Metadata.Uid] = status;
        return Task.CompletedTask;
    }

    public Task ConfirmDeletionAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        Deleted[pod.Metadata.Uid] = true;
        OnDeletionConfirmed?.Invoke(pod);
        return Task.CompletedTask;
    }

    public void Normal(V1Pod pod, string reason, string message) => Events.Enqueue($"Normal {reason} {message}");

    public void Warning(V1Pod pod, string reason, string message) => Events.Enqueue($"Warning {reason} {message}");
}
