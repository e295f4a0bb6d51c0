namespace Operon.ApiServer;

/// <summary>A client certificate and its private key, both as PEM text.</summary>
/// <param name="CertificatePem">The certificate; its subject carries the user (CN) and the groups (O).</param>
/// <param name="PrivateKeyPem">The PKCS#8 private key.</param>
public sealed record ClientCertificate(string CertificatePem, string PrivateKeyPem);
