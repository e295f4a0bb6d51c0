using System.Security.Cryptography.X509Certificates;

namespace Operon.Etcd.Certificates;

/// <summary>When an authority is made and when its rotation begins. Pure; the later steps of a rotation are the planner's.</summary>
internal static class AuthorityPlan
{
    /// <summary>Why the authority has to change now; null when it does not.</summary>
    public static string? WhyDue(AuthorityState? state, string? request, DateTimeOffset now)
    {
        if (state is null)
        {
            return "the secret of the certificate authority does not exist";
        }

        if (state.Phase != AuthorityPhase.Steady)
        {
            return null;
        }

        if (!string.IsNullOrEmpty(request) && request != state.HandledRequest)
        {
            return $"a rotation of the certificate authority was asked for ({request})";
        }

        return Lifetimes.AuthorityRenewal(state.Signing.Certificate) <= now
            ? $"the certificate authority ends at {state.Signing.Certificate.NotAfter.ToUniversalTime():u}"
            : null;
    }

    /// <summary>The state that follows when a change is due; the same one when it is not.</summary>
    /// <param name="cluster">Name of the cluster, for the name of the authority.</param>
    /// <param name="state">What the secret holds; null for no secret.</param>
    /// <param name="orphan">Authority of certificates in use whose secret is gone: members go on trusting it until they trust the new one.</param>
    /// <param name="request">Value of the rotation annotation.</param>
    /// <param name="lifetimes">How long the new one is good for.</param>
    /// <param name="now">The time.</param>
    public static AuthorityState Next(
        string cluster, AuthorityState? state, X509Certificate2? orphan, string? request, Lifetimes lifetimes, DateTimeOffset now)
    {
        if (WhyDue(state, request, now) is null)
        {
            return state!;
        }

        var made = CertificateAuthority.Create(cluster, now, lifetimes.Authority);
        if (state is not null)
        {
            return state with { Next = made, HandledRequest = request };
        }

        return orphan is null
            ? new AuthorityState(made, HandledRequest: request)
            : new AuthorityState(new KeyedCertificate(orphan.ExportCertificatePem(), ""), Next: made, HandledRequest: request);
    }
}
