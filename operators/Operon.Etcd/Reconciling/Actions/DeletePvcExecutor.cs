using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Deletes the claim of a member that is no more.</summary>
internal sealed class DeletePvcExecutor(OwnedObjects objects) : ActionExecutor<DeletePvc>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, DeletePvc action, CancellationToken cancellationToken)
    {
        await objects.DeleteAsync(ResourceKinds.PersistentVolumeClaim, snapshot.Layout, action.Name, null, cancellationToken);
        return null;
    }
}
