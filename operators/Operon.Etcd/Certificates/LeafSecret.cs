using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Operon.Etcd.Certificates;

/// <summary>What one certificate secret holds and what it has to hold instead. Pure.</summary>
internal static class LeafSecret
{
    /// <summary>Why the secret has to be written; null when it is as it should be.</summary>
    public static string? WhyDue(LeafSpec leaf, IDictionary<string, byte[]>? data, AuthorityState authority, Lifetimes lifetimes, DateTimeOffset now)
    {
        if (WhyReissue(leaf, data, authority, lifetimes, now) is { } why)
        {
            return why;
        }

        return Text(data!, leaf.AuthorityKey) == authority.Bundle ? null : $"secret {leaf.SecretName} has other authorities than the cluster trusts";
    }

    /// <summary>The contents the secret is to have: the certificate it has as long as that is good, else a new one.</summary>
    public static Dictionary<string, byte[]> Render(
        LeafSpec leaf, IDictionary<string, byte[]>? data, AuthorityState authority, Lifetimes lifetimes, DateTimeOffset now)
    {
        var certificate = WhyReissue(leaf, data, authority, lifetimes, now) is null
            ? new KeyedCertificate(Text(data!, leaf.CertificateKey) ?? "", Text(data!, leaf.PrivateKeyKey) ?? "")
            : CertificateAuthority.Issue(authority.Signing.HasKey ? authority.Signing : authority.Next!, leaf.Request, now, lifetimes.Leaf);
        return new()
        {
            [leaf.CertificateKey] = Encoding.UTF8.GetBytes(certificate.CertificatePem),
            [leaf.PrivateKeyKey] = Encoding.UTF8.GetBytes(certificate.KeyPem),
            [leaf.AuthorityKey] = Encoding.UTF8.GetBytes(authority.Bundle),
        };
    }

    /// <summary>Whether one of the authorities of this subject signed the certificate, going by its issuer: names of authorities are unique.</summary>
    public static bool IsSignedBy(X509Certificate2 certificate, X509Certificate2 authority) =>
        certificate.IssuerName.RawData.AsSpan().SequenceEqual(authority.SubjectName.RawData);

    /// <summary>The certificate in a secret; null when there is none that can be read.</summary>
    public static X509Certificate2? Certificate(IDictionary<string, byte[]>? data, string key)
    {
        if (data is null || Text(data, key) is not { } pem)
        {
            return null;
        }

        try
        {
            return X509Certificate2.CreateFromPem(pem);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string? WhyReissue(LeafSpec leaf, IDictionary<string, byte[]>? data, AuthorityState authority, Lifetimes lifetimes, DateTimeOffset now)
    {
        if (data is null)
        {
            return $"secret {leaf.SecretName} does not exist";
        }

        // Its authority's key is lost: the next one signs as soon as it is trusted.
        if (!authority.Signing.HasKey)
        {
            return null;
        }

        if (Certificate(data, leaf.CertificateKey) is not { } certificate || !HasKey(leaf, data))
        {
            return $"secret {leaf.SecretName} holds no usable certificate";
        }

        if (!IsSignedBy(certificate, authority.Signing.Certificate))
        {
            return $"the certificate in secret {leaf.SecretName} was not signed by the authority that signs now";
        }

        if (!leaf.Request.Names.AreIn(certificate))
        {
            return $"the certificate in secret {leaf.SecretName} lacks a name it has to carry";
        }

        return lifetimes.LeafRenewal(certificate) <= now ? $"the certificate in secret {leaf.SecretName} ends at {certificate.NotAfter.ToUniversalTime():u}" : null;
    }

    private static bool HasKey(LeafSpec leaf, IDictionary<string, byte[]> data)
    {
        try
        {
            _ = new KeyedCertificate(Text(data, leaf.CertificateKey) ?? "", Text(data, leaf.PrivateKeyKey) ?? "");
            return true;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    private static string? Text(IDictionary<string, byte[]> data, string key) =>
        data.TryGetValue(key, out var bytes) ? Encoding.UTF8.GetString(bytes) : null;
}
