namespace Operon.Etcd.Planning;

/// <summary>How long one certificate is good for.</summary>
/// <param name="Name">Its secret.</param>
/// <param name="NotAfter">When it ends.</param>
/// <param name="Renewal">When its successor is made; null when that is not the operator's business.</param>
internal sealed record CertificateFacts(string Name, DateTimeOffset NotAfter, DateTimeOffset? Renewal);
