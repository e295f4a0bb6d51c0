using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Switches authentication off; users and roles stay.</summary>
internal sealed class DisableAuthExecutor : ActionExecutor<DisableAuth>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, DisableAuth action, CancellationToken cancellationToken)
    {
        await snapshot.LeaderConnection.DisableAuthAsync(cancellationToken);
        return null;
    }

    protected override IEnumerable<ClusterEvent> Announce(DisableAuth action) => [new("Authentication Disabled", "etcd asks for no users any more", IsWarning: true)];
}
