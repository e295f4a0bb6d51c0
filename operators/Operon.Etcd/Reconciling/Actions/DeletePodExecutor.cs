using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Deletes a pod.</summary>
internal sealed class DeletePodExecutor(OwnedObjects objects) : ActionExecutor<DeletePod>
{
    private const long GraceSeconds = 5;

    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, DeletePod action, CancellationToken cancellationToken)
    {
        await objects.DeleteAsync(ResourceKinds.Pod, snapshot.Layout, action.Name, GraceSeconds, cancellationToken);
        return null;
    }
}
