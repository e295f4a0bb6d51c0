using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>The answer is in status already; a refusal is told as well.</summary>
internal sealed class AnswerLeaderTransferExecutor : ActionExecutor<AnswerLeaderTransfer>
{
    protected override Task<string?> ExecuteAsync(ClusterSnapshot snapshot, AnswerLeaderTransfer action, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    protected override IEnumerable<ClusterEvent> Announce(AnswerLeaderTransfer action) =>
        action.IsRefused ? [new("Move Leader Refused", action.Reason, IsWarning: true)] : [];
}
