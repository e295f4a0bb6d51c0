namespace Operon.Kubernetes;

/// <summary>What a request or a connection presents. <paramref name="Authorization"/> is the header's whole value.</summary>
internal sealed record Credential(string? Authorization, ClientCertificate? Certificate, DateTimeOffset? Expires);
