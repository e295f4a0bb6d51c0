using Operon.Etcd.Membership;
using Operon.Etcd.Objects;

namespace Operon.Etcd.Reconciling;

/// <summary>
/// Switches authentication on without locking anybody out. etcd verifies no password while authentication is off, so passwords are written each time right
/// before the switch: what was written last is what the secrets hold. Every step may be repeated.
/// </summary>
internal static class AuthSwitch
{
    /// <summary>Null when etcd asks for users and accepts the operator's.</summary>
    public static async Task<string?> EnableAsync(IMemberConnection leader, MemberCredentials own, MemberCredentials root, CancellationToken cancellationToken)
    {
        if (await leader.PermissionsAsync(AuthSecrets.RootRole, cancellationToken) is null)
        {
            await leader.AddRoleAsync(AuthSecrets.RootRole, cancellationToken);
        }

        await EnsureAsync(leader, own, cancellationToken);
        await EnsureAsync(leader, root, cancellationToken);
        await leader.EnableAuthAsync(cancellationToken);
        return await leader.AcceptsAsync(own, cancellationToken) ? null : "etcd does not accept the operator's user";
    }

    private static async Task EnsureAsync(IMemberConnection leader, MemberCredentials user, CancellationToken cancellationToken)
    {
        var roles = await leader.UserRolesAsync(user.User, cancellationToken);
        if (roles is null)
        {
            await leader.AddUserAsync(user, cancellationToken);
        }
        else
        {
            await leader.ChangePasswordAsync(user, cancellationToken);
        }

        if (roles?.Contains(AuthSecrets.RootRole) != true)
        {
            await leader.GrantRoleAsync(user.User, AuthSecrets.RootRole, cancellationToken);
        }
    }
}
