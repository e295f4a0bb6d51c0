using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Operon.Webhooks;

/// <summary>A certificate and its private key as PEM. The key never leaves this object but for the store and the handshake.</summary>
internal sealed class KeyedCertificate
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private readonly X509Certificate2 _certificate;

    /// <summary>Throws <see cref="CryptographicException"/> when the two do not belong together or are none.</summary>
    public KeyedCertificate(string certificatePem, string keyPem)
    {
        CertificatePem = certificatePem;
        KeyPem = keyPem;
        _certificate = X509Certificate2.CreateFromPem(certificatePem, keyPem);
    }

    public string CertificatePem { get; }

    public string KeyPem { get; }

    public X509Certificate2 Certificate => _certificate;

    public DateTimeOffset Made => new DateTimeOffset(_certificate.NotBefore.ToUniversalTime()) + CertificateLifetimes.Backdating;

    public DateTimeOffset End => new(_certificate.NotAfter.ToUniversalTime());

    /// <summary>When two thirds of its life are over.</summary>
    public DateTimeOffset RenewalDue => Made + (End - Made) * 2 / 3;

    public static KeyedCertificate NewAuthority(DateTimeOffset now, TimeSpan life)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        // Two CAs of one name stand side by side during a rotation; the serial in the name tells them apart in chains and logs.
        var request = new CertificateRequest($"CN=operon-webhook-ca-{Convert.ToHexString(RandomNumberGenerator.GetBytes(4)).ToLowerInvariant()}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var certificate = request.CreateSelfSigned(now - CertificateLifetimes.Backdating, now + life);
        return new KeyedCertificate(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>A serving certificate for these host names and addresses. It does not outlive this CA.</summary>
    public KeyedCertificate Issue(IReadOnlyList<string> hosts, DateTimeOffset now, TimeSpan life)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        // A common name holds 64 characters at most, which names of services exceed; names count by the extension only.
        var request = new CertificateRequest("CN=operon-webhooks", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var end = now + life < End ? now + life : End;
        using var certificate = request.Create(_certificate, now - CertificateLifetimes.Backdating, end, RandomNumberGenerator.GetBytes(16));
        return new KeyedCertificate(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    public bool IsIssuedBy(KeyedCertificate authority) => _certificate.IssuerName.RawData.AsSpan().SequenceEqual(authority._certificate.SubjectName.RawData);

    public bool Covers(IReadOnlyList<string> hosts)
    {
        var names = _certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        var all = names is null ? [] : names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return hosts.All(host => all.Contains(IPAddress.TryParse(host, out var address) ? address.ToString() : host));
    }

    /// <summary>Never the key.</summary>
    public override string ToString() => $"{_certificate.Subject}, until {End:u}";
}
