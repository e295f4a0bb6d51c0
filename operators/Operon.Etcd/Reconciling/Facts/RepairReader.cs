using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Reads from status how many members were replaced in a row: an operator that starts anew goes on as slowly as the one before.</summary>
internal sealed class RepairReader : IFactReader
{
    public Task<EtcdObserved> ReadAsync(FactContext context, EtcdObserved observed, CancellationToken cancellationToken)
    {
        var repairs = context.Cluster.Status?.Repairs is { } status && Times.Read(status.LastTime) is { } last
            ? new RepairFacts(status.Count, status.Member, last, Times.Read(status.NextTime) ?? last)
            : null;
        return Task.FromResult(observed with { Repairs = RepairRules.IsForgotten(repairs, observed.Now) ? null : repairs });
    }
}
