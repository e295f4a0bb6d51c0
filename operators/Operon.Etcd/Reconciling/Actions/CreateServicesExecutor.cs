using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Makes the client Service and the headless Service.</summary>
internal sealed class CreateServicesExecutor(OwnedObjects objects) : ActionExecutor<CreateServices>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, CreateServices action, CancellationToken cancellationToken) =>
        await objects.CreateAsync(ResourceKinds.Service, ClusterServices.Client(snapshot.Layout), snapshot.Layout, cancellationToken)
        ?? await objects.CreateAsync(ResourceKinds.Service, ClusterServices.Peer(snapshot.Layout), snapshot.Layout, cancellationToken);
}
