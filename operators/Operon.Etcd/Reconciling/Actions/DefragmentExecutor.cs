using Grpc.Core;
using Operon.Etcd.Api;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Defragments one member and writes down what that gave.</summary>
internal sealed class DefragmentExecutor(StatusWriter status, TimeProvider time) : ActionExecutor<Defragment>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, Defragment action, CancellationToken cancellationToken)
    {
        if (!snapshot.Connections.TryGetValue(action.Name, out var connection) || action.Status.Defragmentation is not { } round)
        {
            return $"no connection to {action.Name}";
        }

        var result = new DefragmentedMember
        {
            Name = action.Name,
            SizeBeforeBytes = snapshot.Observed.Membership?.Find(action.Name)?.Figures?.DbSizeBytes ?? 0,
        };
        try
        {
            await connection.DefragmentAsync(cancellationToken);
            result = result with { SizeAfterBytes = (await connection.StatusAsync(cancellationToken)).Figures?.DbSizeBytes ?? 0 };
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested && e.StatusCode != StatusCode.Unavailable)
        {
            // A full disk would fail the same way each time; the others have their turn all the same.
            result = result with { SizeAfterBytes = result.SizeBeforeBytes, Error = e.Status.Detail };
        }

        var next = round with
        {
            Pending = [.. (round.Pending ?? []).Where(name => name != action.Name)],
            Members = [.. (round.Members ?? []).Where(member => member.Name != action.Name), result with { FinishedAt = time.GetUtcNow().UtcDateTime }],
        };
        await status.WriteMaintenanceAsync(snapshot.Cluster, action.Status with { Defragmentation = next }, cancellationToken);
        return null;
    }
}
