using Operon.Etcd.Api;
using Operon.Etcd.Certificates;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>What is asked for, and known, about a recovery from a lost quorum.</summary>
internal sealed class RecoveryFactReader : IFactReader
{
    private static readonly TimeSpan _defaultAfter = TimeSpan.FromMinutes(10);

    public Task<EtcdObserved> ReadAsync(FactContext context, EtcdObserved observed, CancellationToken cancellationToken)
    {
        string? request = null;
        context.Cluster.Metadata.Annotations?.TryGetValue(RecoveryRequest.Annotation, out request);
        var policy = context.Cluster.Spec.Recovery;
        var recovery = new RecoveryFacts
        {
            Request = request is null ? null : RecoveryRequest.Parse(request.Trim()),
            Status = context.Cluster.Status?.Recovery,
            AutomaticAfter = policy?.Policy == RecoveryPolicy.Automatic ? Durations.TryParse(policy.After ?? "", out var after) ? after : _defaultAfter : null,
            LostSince = LostSince(context.Cluster.Status?.Quorum, observed),
            Reports = [.. context.States.Select(state => new MemberReport
            {
                Name = state.Key,
                ClusterId = state.Value.ClusterId,
                HasLeader = state.Value.Leader != 0,
                IsLearner = state.Value.IsLearner,
                RaftTerm = state.Value.Figures?.RaftTerm ?? 0,
                CommittedIndex = state.Value.Figures?.RaftIndex ?? 0,
                Revision = state.Value.Figures?.Revision ?? 0,
            })],
        };
        return Task.FromResult(observed with { Recovery = recovery });
    }

    private static DateTimeOffset? LostSince(QuorumStatus? before, EtcdObserved observed)
    {
        if (observed.UnconfirmedSince is not { } since)
        {
            return null;
        }

        return before?.LostSince is { } written && written < since.UtcDateTime
            ? new DateTimeOffset(DateTime.SpecifyKind(written, DateTimeKind.Utc))
            : since;
    }
}
