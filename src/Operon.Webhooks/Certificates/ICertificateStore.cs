namespace Operon.Webhooks;

/// <summary>Where the certificates are kept, shared or not.</summary>
internal interface ICertificateStore
{
    /// <summary>What is kept and the version to write on; null state when there is nothing usable yet.</summary>
    Task<(CertificateState? State, string? Version)> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Keeps <paramref name="state"/>; false when another replica wrote after <paramref name="version"/>.</summary>
    Task<bool> WriteAsync(CertificateState state, string? version, CancellationToken cancellationToken);
}
