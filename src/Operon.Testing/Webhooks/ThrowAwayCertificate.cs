using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Operon.Testing;

/// <summary>A serving certificate for loopback addresses, issued by a CA whose key nobody keeps.</summary>
internal sealed class ThrowAwayCertificate : IDisposable
{
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";
    private static readonly TimeSpan _lifetime = TimeSpan.FromDays(1);

    private ThrowAwayCertificate(X509Certificate2 certificate, string authorityPem)
    {
        Certificate = certificate;
        AuthorityPem = authorityPem;
    }

    public X509Certificate2 Certificate { get; }

    public string AuthorityPem { get; }

    public static ThrowAwayCertificate Issue()
    {
        var start = TimeProvider.System.GetUtcNow().AddHours(-1);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=operon-test-webhooks-ca", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using var authority = authorityRequest.CreateSelfSigned(start, start + _lifetime);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=operon-test-webhooks", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerUsage)], false));
        using var issued = request.Create(authority, start, start + _lifetime, RandomNumberGenerator.GetBytes(16));
        using var withKey = issued.CopyWithPrivateKey(key);

        // SslStream wants the key in a store format on some platforms.
        return new ThrowAwayCertificate(X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null), authority.ExportCertificatePem());
    }

    public void Dispose() => Certificate.Dispose();
}
