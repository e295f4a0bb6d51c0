using System.Security.Cryptography.X509Certificates;

namespace Operon.Webhooks;

/// <summary>All that replicas share: who signs, who will sign, what is served and what is trusted.</summary>
/// <param name="Signing">The CA that signs.</param>
/// <param name="Next">The CA that is trusted already and will sign after the overlap; null when no rotation is under way.</param>
/// <param name="Serving">What the servers show.</param>
/// <param name="BundlePem">The trusted CAs, as <c>caBundle</c> carries them.</param>
internal sealed record CertificateState(KeyedCertificate Signing, KeyedCertificate? Next, KeyedCertificate Serving, string BundlePem)
{
    /// <summary>A CA and a serving certificate, made now.</summary>
    public static CertificateState Create(IReadOnlyList<string> hosts, DateTimeOffset now, CertificateLifetimes lifetimes)
    {
        var authority = KeyedCertificate.NewAuthority(now, lifetimes.Authority);
        return new CertificateState(authority, null, authority.Issue(hosts, now, lifetimes.Serving), Bundle([authority.CertificatePem]));
    }

    /// <summary>
    /// What should be in place of this now; this itself when nothing is to be done. A CA is followed in three steps, an overlap apart, so that no API server
    /// ever meets a certificate whose CA it has not been told: trust the new one, sign with it, forget the old one.
    /// </summary>
    public CertificateState Advance(IReadOnlyList<string> hosts, DateTimeOffset now, CertificateLifetimes lifetimes)
    {
        if (now >= Signing.End)
        {
            // Nothing that was trusted is valid any more: there is nothing to overlap with.
            return Create(hosts, now, lifetimes);
        }

        var state = this;
        if (state.Next is null && now >= state.Signing.RenewalDue)
        {
            var next = KeyedCertificate.NewAuthority(now, lifetimes.Authority);
            state = state with { Next = next, BundlePem = Bundle([next.CertificatePem, state.BundlePem]) };
        }
        else if (state.Next is { } due && now >= due.Made + lifetimes.Overlap)
        {
            state = state with { Signing = due, Next = null };
        }

        if (!state.Serving.IsIssuedBy(state.Signing) || !state.Serving.Covers(hosts) || now >= state.Serving.RenewalDue)
        {
            state = state with { Serving = state.Signing.Issue(hosts, now, lifetimes.Serving) };
        }
        else if (state.Next is null && now >= state.Serving.Made + lifetimes.Overlap && Bundle([state.Signing.CertificatePem]) is var alone && alone != state.BundlePem)
        {
            state = state with { BundlePem = alone };
        }

        return state;
    }

    /// <summary>Certificates as one PEM text of a fixed form, so that bundles can be compared.</summary>
    public static string Bundle(IEnumerable<string> pems)
    {
        var all = new X509Certificate2Collection();
        foreach (var pem in pems)
        {
            all.ImportFromPem(pem);
        }

        return string.Concat(all.Select(one => $"{one.ExportCertificatePem()}\n"));
    }
}
