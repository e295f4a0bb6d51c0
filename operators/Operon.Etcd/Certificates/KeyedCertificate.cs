using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Operon.Etcd.Certificates;

/// <summary>A certificate and its private key as PEM. The key goes to a Secret and nowhere else.</summary>
internal sealed class KeyedCertificate
{
    /// <summary>
    /// An empty key is that of an authority whose key is lost: it is still trusted, but signs no more. Throws <see cref="CryptographicException"/> or
    /// <see cref="ArgumentException"/> when the two are no pair.
    /// </summary>
    public KeyedCertificate(string certificatePem, string keyPem)
    {
        CertificatePem = certificatePem;
        KeyPem = keyPem;
        Certificate = HasKey ? X509Certificate2.CreateFromPem(certificatePem, keyPem) : X509Certificate2.CreateFromPem(certificatePem);
    }

    public string CertificatePem { get; }

    public string KeyPem { get; }

    public bool HasKey => KeyPem.Length > 0;

    public X509Certificate2 Certificate { get; }

    /// <summary>Never the key.</summary>
    public override string ToString() => $"{Certificate.Subject}, until {Certificate.NotAfter:u}";
}
