using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Operon.Kubernetes;

/// <summary>A client certificate with the intermediates to present.</summary>
/// <param name="context">The chain, which may take a moment to build.</param>
internal sealed class ClientCertificate(Task<SslStreamCertificateContext> context)
{
    /// <summary>Await <see cref="PrepareAsync"/> first.</summary>
    public SslStreamCertificateContext Context => context.GetAwaiter().GetResult();

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
        return new ClientCertificate(SystemAuthorities.ChainedAsync(() => SslStreamCertificateContext.Create(certificate, chain, offline: true)));
    }

    /// <summary>Waits for the chain.</summary>
    public ValueTask PrepareAsync(CancellationToken cancellationToken) => context.IsCompletedSuccessfully ? default : new(context.WaitAsync(cancellationToken));
}
