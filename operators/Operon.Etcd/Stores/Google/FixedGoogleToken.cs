namespace Operon.Etcd.Stores.Google;

/// <summary>The access token of a secret.</summary>
internal sealed class FixedGoogleToken(string token) : IGoogleTokenSource
{
    public ValueTask<string> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(token);
}
