namespace Operon.Kubernetes;

internal interface ICredentialSource
{
    /// <summary>Whether a fresh credential may differ, so that a 401 is worth a second try.</summary>
    bool CanRefresh { get; }

    /// <summary>The present credential; <paramref name="rejected"/> is one the server answered with 401 and must not be returned from a cache.</summary>
    ValueTask<Credential> GetAsync(Credential? rejected, CancellationToken cancellationToken);
}
