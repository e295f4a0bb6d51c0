using k8s.Models;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.LocalCluster.Pods;

/// <summary>The API server as the agent uses it.</summary>
internal sealed class PodApi(IKubernetesClient client, ILister<V1Service> services, IEventRecorder events) : IPodApi
{
    private static readonly ResourceKind<Authenticationv1TokenRequest> TokenRequest =
        new(ResourceKinds.ServiceAccount.Type, Subresources.Token.Json);

    public Task<V1ConfigMap?> FindConfigMapAsync(string namespaceName, string name, CancellationToken cancellationToken) =>
        client.Resource(ResourceKinds.ConfigMap).FindAsync(namespaceName, name, cancellationToken);

    public Task<V1Secret?> FindSecretAsync(string namespaceName, string name, CancellationToken cancellationToken) =>
        client.Resource(ResourceKinds.Secret).FindAsync(namespaceName, name, cancellationToken);

    public Task<V1PersistentVolumeClaim?> FindClaimAsync(string namespaceName, string name, CancellationToken cancellationToken) =>
        client.Resource(ResourceKinds.PersistentVolumeClaim).FindAsync(namespaceName, name, cancellationToken);

    public Task<V1PersistentVolume?> FindVolumeAsync(string name, CancellationToken cancellationToken) =>
        client.Resource(ResourceKinds.PersistentVolume).FindAsync(null, name, cancellationToken);

    public Task<IReadOnlyList<V1Service>> ListServicesAsync(string namespaceName, CancellationToken cancellationToken) =>
        Task.FromResult(services.List(namespaceName));

    public async Task<ServiceAccountToken> CreateTokenAsync(V1Pod pod, string? audience, long expirationSeconds, CancellationToken cancellationToken)
    {
        var request = new Authenticationv1TokenRequest
        {
            ApiVersion = "authentication.k8s.io/v1",
            Kind = "TokenRequest",
            Metadata = new V1ObjectMeta { Name = pod.Spec.ServiceAccountName ?? "default", NamespaceProperty = pod.Metadata.NamespaceProperty },
            Spec = new V1TokenRequestSpec
            {
                Audiences = string.IsNullOrEmpty(audience) ? [] : [audience],
                ExpirationSeconds = expirationSeconds,
                BoundObjectRef = new V1BoundObjectReference { ApiVersion = "v1", Kind = "Pod", Name = pod.Metadata.Name, Uid = pod.Metadata.Uid },
            },
        };
        var answer = await client.Resource(TokenRequest).CreateAsync(request, cancellationToken, subresource: "token");
        return new ServiceAccountToken(answer.Status.Token, new DateTimeOffset(DateTime.SpecifyKind(answer.Status.ExpirationTimestamp!.Value, DateTimeKind.Utc)));
    }

    public async Task PatchStatusAsync(V1Pod pod, V1PodStatus status, CancellationToken cancellationToken)
    {
        try
        {
            await client.Resource(ResourceKinds.Pod).PatchAsync(
                pod.Metadata.NamespaceProperty, pod.Metadata.Name, PodStatusPatch.Build(pod, status), cancellationToken, subresource: "status");
        }
        catch (KubernetesApiException error) when (error.IsNotFound)
        {
            // Gone: the watch tells the rest.
        }
        catch (KubernetesApiException error) when (error.IsConflict)
        {
            // Either the name belongs to another incarnation by now, or many writes met at once and this one has to be repeated.
            if (await IsAliveAsync(pod, cancellationToken))
            {
                throw;
            }
        }
    }

    public async Task ConfirmDeletionAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        try
        {
            await client.Resource(ResourceKinds.Pod).DeleteAsync(
                pod.Metadata.NamespaceProperty,
                pod.Metadata.Name,
                cancellationToken,
                new DeleteOptions { GracePeriodSeconds = 0, PreconditionUid = pod.Metadata.Uid });
        }
        catch (KubernetesApiException error) when (error.IsNotFound)
        {
            // Already gone.
        }
        catch (KubernetesApiException error) when (error.IsConflict)
        {
            if (await IsAliveAsync(pod, cancellationToken))
            {
                throw;
            }
        }
    }

    private async Task<bool> IsAliveAsync(V1Pod pod, CancellationToken cancellationToken) =>
        await client.Resource(ResourceKinds.Pod).FindAsync(pod.Metadata.NamespaceProperty, pod.Metadata.Name, cancellationToken) is { } live
        && live.Metadata.Uid == pod.Metadata.Uid;

    public void Normal(V1Pod pod, string reason, string message) => events.Normal(pod, reason, message);

    public void Warning(V1Pod pod, string reason, string message) => events.Warning(pod, reason, message);
}
