namespace Operon.Etcd.Membership;

/// <summary>A user of etcd's own authentication.</summary>
internal sealed record MemberCredentials(string User, string Password)
{
    // A record would print the password.
    public override string ToString() => $"MemberCredentials {User}";
}
