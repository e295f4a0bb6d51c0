using k8s.Models;
using Operon.Etcd.Membership;

namespace Operon.Etcd.Reconciling;

/// <summary>The users that hold the role root, as far as their secrets exist.</summary>
internal sealed record AuthUserSet(MemberCredentials? Operator, MemberCredentials? Root, V1Secret? RootSecret)
{
    public static AuthUserSet None { get; } = new(null, null, null);

    /// <summary>In the order they are tried.</summary>
    public IReadOnlyList<MemberCredentials> All => [.. new[] { Operator, Root }.OfType<MemberCredentials>()];
}
