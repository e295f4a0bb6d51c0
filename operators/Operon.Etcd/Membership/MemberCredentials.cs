namespace Operon.Etcd.Membership;

/// <summary>A user of etcd and the password.</summary>
internal sealed record MemberCredentials(string Username, string Password)
{
    /// <summary>Never the password.</summary>
    public override string ToString() => Username;
}
