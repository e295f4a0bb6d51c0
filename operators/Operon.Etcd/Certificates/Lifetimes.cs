using System.Security.Cryptography.X509Certificates;

namespace Operon.Etcd.Certificates;

/// <summary>How long certificates live and how early they are renewed.</summary>
/// <param name="Leaf">Life of the members' and the operator's certificates.</param>
/// <param name="RenewBefore">How long before their end they are renewed; null for a third of their life.</param>
/// <param name="Authority">Life of the authority; its rotation begins at two thirds.</param>
internal sealed record Lifetimes(TimeSpan Leaf, TimeSpan? RenewBefore, TimeSpan Authority)
{
    public static Lifetimes Default { get; } = new(TimeSpan.FromHours(2160), null, TimeSpan.FromHours(87600));

    public DateTimeOffset LeafRenewal(X509Certificate2 certificate) => Renewal(certificate, RenewBefore);

    public static DateTimeOffset AuthorityRenewal(X509Certificate2 certificate) => Renewal(certificate, null);

    private static DateTimeOffset Renewal(X509Certificate2 certificate, TimeSpan? before)
    {
        var start = new DateTimeOffset(certificate.NotBefore.ToUniversalTime());
        var end = new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
        var third = (end - start) / 3;

        // A certificate cut short by the end of its authority must not be due from the first moment.
        return end - (before is { } asked && asked < (end - start) * 0.9 ? asked : third);
    }
}
