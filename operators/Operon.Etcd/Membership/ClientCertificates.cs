using System.Security.Cryptography.X509Certificates;

namespace Operon.Etcd.Membership;

/// <summary>What the operator shows to members and trusts from them.</summary>
internal sealed record ClientCertificates(X509Certificate2 Certificate, X509Certificate2Collection Authorities, string Version)
{
    public const string CertificateKey = "etcd-client.crt";
    public const string PrivateKeyKey = "etcd-client.key";
    public const string AuthorityKey = "etcd-client-ca.crt";

    /// <summary>Reads the operator secret. Throws <see cref="KeyNotFoundException"/> or a cryptographic exception when it is not complete.</summary>
    public static ClientCertificates Read(IDictionary<string, byte[]> data, string version)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(Text(data, AuthorityKey));
        return new ClientCertificates(X509Certificate2.CreateFromPem(Text(data, CertificateKey), Text(data, PrivateKeyKey)), authorities, version);
    }

    private static string Text(IDictionary<string, byte[]> data, string key) => data.TryGetValue(key, out var bytes)
        ? System.Text.Encoding.UTF8.GetString(bytes)
        : throw new KeyNotFoundException($"key {key} is missing");
}
