using System.Security.Cryptography;
using System.Text;

namespace Operon.Etcd.Certificates;

/// <summary>
/// Who signs for a cluster and whom its members are to trust. A rotation passes through two states, each of which outlives the process: the next authority is
/// trusted before it signs, and the one before is trusted until nobody shows its certificates any more.
/// </summary>
/// <param name="Signing">The authority that signs.</param>
/// <param name="Next">Trusted already, signs as soon as every member trusts it.</param>
/// <param name="PreviousPem">Signs no more, trusted until no member shows its certificates.</param>
/// <param name="HandledRequest">Value of the rotation annotation that was acted on last.</param>
internal sealed record AuthorityState(KeyedCertificate Signing, KeyedCertificate? Next = null, string? PreviousPem = null, string? HandledRequest = null)
{
    public AuthorityPhase Phase =>
        Next is not null ? AuthorityPhase.Distributing : PreviousPem is not null ? AuthorityPhase.Retiring : AuthorityPhase.Steady;

    /// <summary>All trusted authorities as PEM. The order does not depend on who signs: a promotion alone restarts nobody.</summary>
    public string Bundle
    {
        get
        {
            IEnumerable<string?> all = [Signing.CertificatePem, Next?.CertificatePem, PreviousPem];
            return string.Concat(all.OfType<string>().Select(pem => pem.Trim() + "\n").Distinct().Order(StringComparer.Ordinal));
        }
    }

    /// <summary>The next authority signs from now on; the one before stays trusted.</summary>
    public AuthorityState Promoted => Next is { } next ? this with { Signing = next, Next = null, PreviousPem = Signing.CertificatePem } : this;

    /// <summary>Only the signing authority is trusted from now on.</summary>
    public AuthorityState Retired => this with { PreviousPem = null };

    /// <summary>A short name of a set of trusted authorities.</summary>
    public static string TrustOf(params ReadOnlySpan<string> bundles) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', bundles!))))[..16];
}
