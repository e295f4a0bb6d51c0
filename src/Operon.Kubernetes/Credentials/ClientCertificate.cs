using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Operon.Kubernetes;

/// <summary>A client certificate with the intermediates to present.</summary>
internal sealed class ClientCertificate
{
    private ClientCertificate(SslStreamCertificateContext context) => Context = context;

    public SslStreamCertificateContext Context { get; }

    /// <summary>Throws what the PEM readers throw: <see cref="System.Security.Cryptography.CryptographicException"/> or <see cref="ArgumentException"/>.</summary>
    public static ClientCertificate FromPem(string certificatePem, string keyPem)
    {
        var certificate = X509Certificate2.CreateFromPem(certificatePem, keyPem);
        if (OperatingSystem.IsWindows())
        {
            // Windows' TLS cannot use keys that live only in memory.
            using var ephemeral = certificate;
            certificate = X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pkcs12), null);
        }

        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificatePem);
        return new ClientCertificate(SslStreamCertificateContext.Create(certificate, chain, offline: true));
    }
}
