using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Deletes the claim of a member that is no more.</summary>
internal sealed class DeletePvcExecutor(OwnedObjects objects) : ActionExecutor<DeletePvc>
{
    protected override Task<string?> ExecuteAsync(ClusterSnapshot snapshot, DeletePvc action, CancellationToken cancellationToken) =>
        objects.DeleteAsync(ResourceKinds.PersistentVolumeClaim, snapshot.Claim(action.Name), new DeleteOptions(), cancellationToken);
}
