namespace Operon.Etcd.Planning;

/// <summary>Write the certificate authority and the certificates that are missing or due.</summary>
internal sealed record IssueCertificates(string Reason) : EtcdAction(Reason);
