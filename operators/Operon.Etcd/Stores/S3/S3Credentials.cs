namespace Operon.Etcd.Stores.S3;

/// <summary>What requests are signed with.</summary>
internal sealed record S3Credentials(string AccessKeyId, string SecretAccessKey, string? SessionToken)
{
    // A record would print its secrets.
    public override string ToString() => "S3Credentials";
}
