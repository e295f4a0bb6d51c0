namespace Operon.Etcd.Planning;

/// <summary>Certificates are there, and renewed, before anything that needs them. None of this needs a quorum: a late certificate could cost it.</summary>
internal static class CertificateRules
{
    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed)
    {
        if (observed.Tls?.Due is { } due)
        {
            return new IssueCertificates(due);
        }

        // A cluster that runs is looked after even while a certificate is missing.
        return observed is { HasFormed: false, Pods.Count: 0, Tls.Missing: { } missing } ? new AwaitCertificates(missing) : null;
    }
}
