namespace Operon.Etcd.Stores.Google;

/// <summary>Gives an access token that is valid now.</summary>
internal interface IGoogleTokenSource
{
    ValueTask<string> GetAsync(CancellationToken cancellationToken);
}
