using System.Security.Cryptography.X509Certificates;
using System.Text;
using Operon.Etcd.Objects;

namespace Operon.Etcd.Membership;

/// <summary>What the operator shows to members and trusts from them.</summary>
internal sealed record ClientCertificates(X509Certificate2 Certificate, X509Certificate2Collection Authorities, string Version)
{
    /// <summary>Reads the operator secret. Throws <see cref="KeyNotFoundException"/> or a cryptographic exception when it is not complete.</summary>
    public static ClientCertificates Read(IDictionary<string, byte[]> data, TlsSecret keys, string version)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(Text(data, keys.AuthorityKey));
        return new ClientCertificates(X509Certificate2.CreateFromPem(Text(data, keys.CertificateKey), Text(data, keys.PrivateKeyKey)), authorities, version);
    }

    private static string Text(IDictionary<string, byte[]> data, string key) => data.TryGetValue(key, out var bytes)
        ? Encoding.UTF8.GetString(bytes)
        : throw new KeyNotFoundException($"key {key} is missing");
}
