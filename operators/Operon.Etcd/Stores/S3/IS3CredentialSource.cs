namespace Operon.Etcd.Stores.S3;

/// <summary>Gives credentials that are valid now.</summary>
internal interface IS3CredentialSource
{
    ValueTask<S3Credentials> GetAsync(CancellationToken cancellationToken);
}
