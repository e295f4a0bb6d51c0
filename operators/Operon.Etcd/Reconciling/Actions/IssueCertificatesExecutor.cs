using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Writes certificates that are missing or due.</summary>
internal sealed class IssueCertificatesExecutor(AutoCertificates certificates, TimeProvider time) : ActionExecutor<IssueCertificates>
{
    /// <summary>What a refusal is remembered under: the cluster is looked after all the same.</summary>
    public const string Title = "Secrets with certificates";

    private static readonly TimeSpan _untilAllowed = TimeSpan.FromSeconds(30);

    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, IssueCertificates action, CancellationToken cancellationToken)
    {
        try
        {
            return await certificates.WriteAsync(snapshot.Layout, cancellationToken);
        }
        catch (KubernetesApiException e)
        {
            snapshot.Support?.Refuse(Title, Title, time.GetUtcNow() + _untilAllowed, e.Message);
            if (e.IsForbidden)
            {
                throw;
            }

            return e.Message;
        }
    }

    protected override IEnumerable<ClusterEvent> Announce(IssueCertificates action) => [new("Certificates Issued", $"Certificates were written: {action.Reason}")];
}
