using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Operon.Etcd.Certificates;

/// <summary>Makes certificate authorities and the certificates they sign: ECDSA on P-256, as every etcd and every client can verify.</summary>
internal static class CertificateAuthority
{
    /// <summary>Certificates begin this much before they are made, for members whose clocks are behind.</summary>
    private static readonly TimeSpan _backdating = TimeSpan.FromMinutes(5);

    /// <summary>A new authority. Its name is its own, so that two of them side by side are told apart by chains and by people.</summary>
    public static KeyedCertificate Create(string cluster, DateTimeOffset now, TimeSpan validity)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var number = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var request = new CertificateRequest($"CN={Truncated(cluster)} ca {number}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var certificate = request.CreateSelfSigned(now - _backdating, now + validity);
        return new KeyedCertificate(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>A certificate signed by <paramref name="authority"/>, which it does not outlive.</summary>
    public static KeyedCertificate Issue(KeyedCertificate authority, LeafRequest leaf, DateTimeOffset now, TimeSpan validity)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(leaf.Subject, key, HashAlgorithmName.SHA256);
        if (leaf.Names.Count > 0)
        {
            request.CertificateExtensions.Add(leaf.Names.ToExtension());
        }

        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. leaf.Usages.Select(usage => new Oid(usage))], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority.Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var authorityEnd = new DateTimeOffset(authority.Certificate.NotAfter.ToUniversalTime());
        var end = now + validity < authorityEnd ? now + validity : authorityEnd;
        using var certificate = request.Create(authority.Certificate, Later(now - _backdating, authority.Certificate.NotBefore), end, SerialNumber());
        return new KeyedCertificate(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static DateTimeOffset Later(DateTimeOffset start, DateTime authorityStart) =>
        new DateTimeOffset(authorityStart.ToUniversalTime()) is var begin && begin > start ? begin : start;

    // Positive, as RFC 5280 4.1.2.2 asks.
    private static byte[] SerialNumber()
    {
        var bytes = RandomNumberGenerator.GetBytes(16);
        bytes[0] = (byte)((bytes[0] & 0x7f) | 0x40);
        return bytes;
    }

    // A common name holds 64 characters; what verifies are the alternative names.
    private static string Truncated(string name) =>
        name.Length <= 48 ? name : string.Create(CultureInfo.InvariantCulture, $"{name.AsSpan(0, 48)}");
}
