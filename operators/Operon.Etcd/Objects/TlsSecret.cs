namespace Operon.Etcd.Objects;

/// <summary>A secret with a certificate, and the keys it is found under.</summary>
internal sealed record TlsSecret(string Name, string CertificateKey, string PrivateKeyKey, string AuthorityKey);
