using Operon.Etcd.Certificates;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Takes the rotation of an authority one phase further.</summary>
internal sealed class AdvanceAuthorityExecutor(AutoCertificates certificates) : ActionExecutor<AdvanceAuthority>
{
    protected override Task<string?> ExecuteAsync(ClusterSnapshot snapshot, AdvanceAuthority action, CancellationToken cancellationToken) =>
        certificates.AdvanceAsync(snapshot.Layout, action.From, cancellationToken);

    protected override IEnumerable<ClusterEvent> Announce(AdvanceAuthority action) =>
    [
        new(
            "Certificate Authority Rotated",
            action.From == AuthorityPhase.Distributing
                ? $"The next authority signs from now on: {action.Reason}"
                : $"The authority before is dropped: {action.Reason}"),
    ];
}
