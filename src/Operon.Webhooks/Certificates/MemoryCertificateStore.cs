namespace Operon.Webhooks;

/// <summary>Certificates of this process alone.</summary>
internal sealed class MemoryCertificateStore : ICertificateStore
{
    private CertificateState? _state;

    public Task<(CertificateState? State, string? Version)> ReadAsync(CancellationToken cancellationToken) => Task.FromResult((_state, (string?)null));

    public Task<bool> WriteAsync(CertificateState state, string? version, CancellationToken cancellationToken)
    {
        _state = state;
        return Task.FromResult(true);
    }
}
