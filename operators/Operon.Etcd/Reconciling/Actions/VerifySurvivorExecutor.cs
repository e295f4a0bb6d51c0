using System.Globalization;
using Grpc.Core;
using Operon.Etcd.Api;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>The survivor must hold what it held before it was forced: at least the same revision, and the same keys at it.</summary>
internal sealed class VerifySurvivorExecutor(StatusWriter status) : ActionExecutor<VerifySurvivor>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, VerifySurvivor action, CancellationToken cancellationToken)
    {
        var next = await DifferenceAsync(snapshot, action, cancellationToken) is { } difference
            ? action.Status with
            {
                Phase = RecoveryPhase.Failed,
                Message = $"{action.Name} started over, but {difference}. Nothing more is done; restore the cluster from a backup. The claims of the other members are kept, see docs/etcd/disaster.md",
            }
            : action.Status with
            {
                Phase = RecoveryPhase.Restarting,
                NewClusterId = action.ClusterId.ToString("x", CultureInfo.InvariantCulture),
                Message = $"{action.Name} holds what it held before",
            };
        await status.WriteRecoveryAsync(snapshot.Cluster, next, cancellationToken);
        return null;
    }

    private static async Task<string?> DifferenceAsync(ClusterSnapshot snapshot, VerifySurvivor action, CancellationToken cancellationToken)
    {
        var expected = action.Status.SurvivorRevision ?? 0;
        var revision = snapshot.Observed.Membership?.Find(action.Name)?.Figures?.Revision ?? 0;
        if (revision < expected)
        {
            return $"its revision is {revision} and was {expected}";
        }

        if (action.Status.SurvivorHash is not { } before)
        {
            return null;
        }

        try
        {
            var hash = await snapshot.LeaderConnection.HashAsync(expected, cancellationToken);
            return hash.Hash == before ? null : $"its data at revision {expected} differs from what it was";
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.OutOfRange)
        {
            // Compacted away since then: it has moved on by itself, which only a member that serves can.
            return null;
        }
    }
}
