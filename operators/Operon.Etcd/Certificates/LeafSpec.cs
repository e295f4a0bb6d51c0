namespace Operon.Etcd.Certificates;

/// <summary>One certificate secret of a cluster: its name, the keys in it and what the certificate is for.</summary>
internal sealed record LeafSpec(string SecretName, string CertificateKey, string PrivateKeyKey, string AuthorityKey, LeafRequest Request);
