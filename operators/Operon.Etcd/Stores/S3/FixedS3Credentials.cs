namespace Operon.Etcd.Stores.S3;

/// <summary>Credentials of a secret.</summary>
internal sealed class FixedS3Credentials(S3Credentials credentials) : IS3CredentialSource
{
    public ValueTask<S3Credentials> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(credentials);
}
