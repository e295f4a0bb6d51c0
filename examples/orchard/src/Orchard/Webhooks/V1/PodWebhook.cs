using Operon.Webhooks;
using k8s.Models;

namespace Orchard.Webhooks.V1;

/// <summary>Asked by the API server before a Pod is stored.</summary>
// A pod is refused while the webhook is down: that must not hold for the pods of the webhook itself and of the cluster.
[Webhook(FailurePolicy = FailurePolicy.Fail, NamespaceSelector = "kubernetes.io/metadata.name notin (kube-system, orchard-system)")]
public sealed class PodWebhook : IDefaulter<V1Pod>
{
    /// <summary>Fills in what the client left out. Must give the same result when called on its own result.</summary>
    public ValueTask<V1Pod> DefaultAsync(V1Pod resource, AdmissionContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(resource);
}
