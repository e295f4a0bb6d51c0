using Operon.Etcd.Objects;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Gives root the password in its secret.</summary>
internal sealed class SetRootPasswordExecutor(AuthUsers users) : ActionExecutor<SetRootPassword>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, SetRootPassword action, CancellationToken cancellationToken)
    {
        var set = await users.ReadAsync(snapshot.Layout, cancellationToken);
        if (set.Root is not { } root)
        {
            return "root's secret is gone";
        }

        await snapshot.LeaderConnection.ChangePasswordAsync(root, cancellationToken);
        return null;
    }

    protected override IEnumerable<ClusterEvent> Announce(SetRootPassword action) => [new("Password Changed", $"User {AuthSecrets.RootUser} has the password of its secret")];
}
