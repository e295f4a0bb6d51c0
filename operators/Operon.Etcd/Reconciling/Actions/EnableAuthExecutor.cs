using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Makes the users that hold the role root and switches authentication on.</summary>
internal sealed class EnableAuthExecutor(AuthUsers users) : ActionExecutor<EnableAuth>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, EnableAuth action, CancellationToken cancellationToken) =>
        await users.ReadAsync(snapshot.Layout, cancellationToken) is { Operator: { } own, Root: { } root }
            ? await AuthSwitch.EnableAsync(snapshot.LeaderConnection, own, root, cancellationToken)
            : "a secret of the users that hold the role root is gone";

    protected override IEnumerable<ClusterEvent> Announce(EnableAuth action) => [new("Authentication Enabled", "etcd asks for users from now on")];
}
