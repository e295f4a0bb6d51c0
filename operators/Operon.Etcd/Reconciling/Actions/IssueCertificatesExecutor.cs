using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Writes certificates that are missing or due.</summary>
internal sealed class IssueCertificatesExecutor(AutoCertificates certificates) : ActionExecutor<IssueCertificates>
{
    protected override Task<string?> ExecuteAsync(ClusterSnapshot snapshot, IssueCertificates action, CancellationToken cancellationToken) =>
        certificates.WriteAsync(snapshot.Layout, cancellationToken);

    protected override IEnumerable<ClusterEvent> Announce(IssueCertificates action) => [new("Certificates Issued", $"Certificates were written: {action.Reason}")];
}
