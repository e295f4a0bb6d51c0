using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Deletes a pod.</summary>
internal sealed class DeletePodExecutor(OwnedObjects objects) : ActionExecutor<DeletePod>
{
    private const long GraceSeconds = 5;

    // A pod that has changed since the decision, perhaps to serve again, is looked at once more.
    protected override Task<string?> ExecuteAsync(ClusterSnapshot snapshot, DeletePod action, CancellationToken cancellationToken)
    {
        var seen = snapshot.Pod(action.Name);
        var options = new DeleteOptions { GracePeriodSeconds = GraceSeconds, PreconditionResourceVersion = seen?.ResourceVersion };
        return objects.DeleteAsync(ResourceKinds.Pod, seen, options, cancellationToken);
    }
}
