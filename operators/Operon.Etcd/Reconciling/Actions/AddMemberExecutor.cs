using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Adds a member to etcd; its pod follows.</summary>
internal sealed class AddMemberExecutor : ActionExecutor<AddMember>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, AddMember action, CancellationToken cancellationToken)
    {
        var address = snapshot.Layout.PeerUrl(action.Name, TlsRules.AddsMembersWithTls(snapshot.Observed));
        await snapshot.LeaderConnection.AddAsync(address, action.AsLearner, cancellationToken);
        return null;
    }
}
