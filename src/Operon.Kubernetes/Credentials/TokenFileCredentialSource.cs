namespace Operon.Kubernetes;

/// <summary>A token file that rotates: read at most once a minute, and again after a 401.</summary>
internal sealed class TokenFileCredentialSource(string path, ClientCertificate? certificate, TimeProvider time) : ICredentialSource
{
    private Credential? _cached;

    public bool CanRefresh => true;

    public async ValueTask<Credential> GetAsync(Credential? rejected, CancellationToken cancellationToken)
    {
        var cached = _cached;
        if (cached is not null && !ReferenceEquals(cached, rejected) && cached.Expires > time.GetUtcNow())
        {
            return cached;
        }

        string token;
        try
        {
            token = (await File.ReadAllTextAsync(path, cancellationToken)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (cached is not null && !ReferenceEquals(cached, rejected))
            {
                // Missing for a moment while the mount is swapped: the token in hand is as good as a minute ago.
                return cached;
            }

            throw new KubeconfigException($"The token file {path} cannot be read: {e.Message}", e);
        }

        return _cached = new Credential($"Bearer {token}", certificate, time.GetUtcNow().AddMinutes(1));
    }
}
