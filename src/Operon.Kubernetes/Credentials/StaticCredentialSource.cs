namespace Operon.Kubernetes;

internal sealed class StaticCredentialSource(Credential credential) : ICredentialSource
{
    public bool CanRefresh => false;

    public ValueTask<Credential> GetAsync(Credential? rejected, CancellationToken cancellationToken) => new(credential);
}
