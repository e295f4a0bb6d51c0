using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Makes the secrets of the users that hold the role root.</summary>
internal sealed class PrepareAuthExecutor(AuthUsers users) : ActionExecutor<PrepareAuth>
{
    protected override Task<string?> ExecuteAsync(ClusterSnapshot snapshot, PrepareAuth action, CancellationToken cancellationToken) =>
        users.CreateAsync(snapshot.Layout, cancellationToken);
}
