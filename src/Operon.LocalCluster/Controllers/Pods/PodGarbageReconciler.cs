using System.Collections.Concurrent;
using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Objects;
using Operon.Runtime;

namespace Operon.LocalCluster.Controllers.Pods;

/// <summary>Removes pods whose node is gone, and pods that were deleted before they got one: no node agent will ever finish these.</summary>
internal sealed class PodGarbageReconciler(IKubernetesClient client, ILister<V1Pod> pods, ILister<V1Node> nodes, TimeProvider time) : IReconciler
{
    /// <summary>A node that registers late keeps its pods.</summary>
    private static readonly TimeSpan _quarantine = TimeSpan.FromSeconds(40);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _missingSince = [];

    public async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        if (pods.Find(context.Key) is not { } pod)
        {
            return ReconcileResult.Done;
        }

        var node = pod.Spec.NodeName;
        var isGarbage = string.IsNullOrEmpty(node)
            ? PodState.IsTerminating(pod)
            : nodes.Find(new ObjectKey(null, node)) is null
                && await client.Resource(ResourceKinds.Node).FindAsync(null, node, cancellationToken) is null;
        if (isGarbage && !string.IsNullOrEmpty(node))
        {
            var left = _missingSince.GetOrAdd(node, time.GetUtcNow()) + _quarantine - time.GetUtcNow();
            if (left > TimeSpan.Zero)
            {
                return ReconcileResult.After(left);
            }
        }
        else if (node is not null)
        {
            _missingSince.TryRemove(node, out _);
        }

        if (isGarbage)
        {
            try
            {
                await client.Resource(ResourceKinds.Pod).DeleteAsync(context.Key.Namespace, context.Key.Name, cancellationToken,
                    new DeleteOptions { GracePeriodSeconds = 0, PreconditionUid = pod.Metadata.Uid });
            }
            catch (KubernetesApiException gone) when (gone.IsNotFound || gone.IsConflict)
            {
                // Somebody else finished it.
            }
        }

        return ReconcileResult.Done;
    }
}
