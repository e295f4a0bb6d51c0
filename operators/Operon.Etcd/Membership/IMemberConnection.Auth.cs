namespace Operon.Etcd.Membership;

internal partial interface IMemberConnection
{
    /// <summary>Who the operator is on this member, in the order they are tried; empty for nobody.</summary>
    IReadOnlyList<MemberCredentials> Credentials { set; }

    /// <summary>Gets a fresh token before a stream such as a snapshot, which cannot be repeated when its token has ended.</summary>
    Task RefreshLoginAsync(CancellationToken cancellationToken);

    /// <summary>Whether calls without a user are refused. Works with every version.</summary>
    Task<bool> AsksForUsersAsync(CancellationToken cancellationToken);

    /// <summary>Whether etcd accepts this user; false too while authentication is off.</summary>
    Task<bool> AcceptsAsync(MemberCredentials user, CancellationToken cancellationToken);

    Task EnableAuthAsync(CancellationToken cancellationToken);

    Task DisableAuthAsync(CancellationToken cancellationToken);

    /// <summary>Roles of a user; null when there is no such user.</summary>
    Task<IReadOnlyList<string>?> UserRolesAsync(string user, CancellationToken cancellationToken);

    Task AddUserAsync(MemberCredentials user, CancellationToken cancellationToken);

    Task ChangePasswordAsync(MemberCredentials user, CancellationToken cancellationToken);

    Task DeleteUserAsync(string user, CancellationToken cancellationToken);

    Task GrantRoleAsync(string user, string role, CancellationToken cancellationToken);

    Task RevokeRoleAsync(string user, string role, CancellationToken cancellationToken);

    /// <summary>Permissions of a role; null when there is no such role.</summary>
    Task<IReadOnlyList<KeyPermission>?> PermissionsAsync(string role, CancellationToken cancellationToken);

    Task AddRoleAsync(string role, CancellationToken cancellationToken);

    Task DeleteRoleAsync(string role, CancellationToken cancellationToken);

    Task GrantPermissionAsync(string role, KeyPermission permission, CancellationToken cancellationToken);

    Task RevokePermissionAsync(string role, KeyPermission permission, CancellationToken cancellationToken);
}
