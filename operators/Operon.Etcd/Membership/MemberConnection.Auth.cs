using Authpb;
using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;

namespace Operon.Etcd.Membership;

internal sealed partial class MemberConnection
{
    // bcrypt takes its time on busy members.
    private static readonly TimeSpan _loginTime = TimeSpan.FromSeconds(5);

    private readonly MemberLogin _login;
    private readonly Auth.AuthClient _auth;

    public IReadOnlyList<MemberCredentials> Credentials
    {
        set => _login.Credentials = value;
    }

    public Task RefreshLoginAsync(CancellationToken cancellationToken) => _login.RefreshAsync(cancellationToken);

    public async Task<bool> AsksForUsersAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await new Auth.AuthClient(_channel).AuthStatusAsync(new AuthStatusRequest(), Options(_readTime, cancellationToken))).Enabled;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unimplemented)
        {
            return await RefusesStrangersAsync(cancellationToken);
        }
        catch (RpcException e) when (IsRefusal(e))
        {
            return true;
        }
    }

    // Before 3.5 nothing tells it but a refusal.
    private async Task<bool> RefusesStrangersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await new KV.KVClient(_channel).RangeAsync(
                new RangeRequest { Key = ByteString.CopyFromUtf8("health"), KeysOnly = true, Serializable = true }, Options(_readTime, cancellationToken));
            return false;
        }
        catch (RpcException e) when (IsRefusal(e))
        {
            return true;
        }
    }

    private static bool IsRefusal(RpcException e) => e.StatusCode is StatusCode.InvalidArgument or StatusCode.Unauthenticated or StatusCode.PermissionDenied or StatusCode.FailedPrecondition;

    public async Task<bool> AcceptsAsync(MemberCredentials user, CancellationToken cancellationToken)
    {
        try
        {
            await new Auth.AuthClient(_channel).AuthenticateAsync(
                new AuthenticateRequest { Name = user.User, Password = user.Password }, Options(_loginTime, cancellationToken));
            return true;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.InvalidArgument or StatusCode.FailedPrecondition)
        {
            return false;
        }
    }

    public async Task EnableAuthAsync(CancellationToken cancellationToken) =>
        await _auth.AuthEnableAsync(new AuthEnableRequest(), Options(_changeTime, cancellationToken));

    public async Task DisableAuthAsync(CancellationToken cancellationToken) =>
        await _auth.AuthDisableAsync(new AuthDisableRequest(), Options(_changeTime, cancellationToken));

    public async Task<IReadOnlyList<string>?> UserRolesAsync(string user, CancellationToken cancellationToken)
    {
        // A list first: that a user is missing is told by text alone, and text is no contract.
        var users = await _auth.UserListAsync(new AuthUserListRequest(), Options(_readTime, cancellationToken));
        return users.Users.Contains(user)
            ? [.. (await _auth.UserGetAsync(new AuthUserGetRequest { Name = user }, Options(_readTime, cancellationToken))).Roles]
            : null;
    }

    public async Task AddUserAsync(MemberCredentials user, CancellationToken cancellationToken) =>
        await _auth.UserAddAsync(new AuthUserAddRequest { Name = user.User, Password = user.Password }, Options(_changeTime, cancellationToken));

    public async Task ChangePasswordAsync(MemberCredentials user, CancellationToken cancellationToken) =>
        await _auth.UserChangePasswordAsync(new AuthUserChangePasswordRequest { Name = user.User, Password = user.Password }, Options(_changeTime, cancellationToken));

    public async Task DeleteUserAsync(string user, CancellationToken cancellationToken) =>
        await _auth.UserDeleteAsync(new AuthUserDeleteRequest { Name = user }, Options(_changeTime, cancellationToken));

    public async Task GrantRoleAsync(string user, string role, CancellationToken cancellationToken) =>
        await _auth.UserGrantRoleAsync(new AuthUserGrantRoleRequest { User = user, Role = role }, Options(_changeTime, cancellationToken));

    public async Task RevokeRoleAsync(string user, string role, CancellationToken cancellationToken) =>
        await _auth.UserRevokeRoleAsync(new AuthUserRevokeRoleRequest { Name = user, Role = role }, Options(_changeTime, cancellationToken));

    public async Task<IReadOnlyList<KeyPermission>?> PermissionsAsync(string role, CancellationToken cancellationToken)
    {
        var roles = await _auth.RoleListAsync(new AuthRoleListRequest(), Options(_readTime, cancellationToken));
        if (!roles.Roles.Contains(role))
        {
            return null;
        }

        var answer = await _auth.RoleGetAsync(new AuthRoleGetRequest { Role = role }, Options(_readTime, cancellationToken));
        return [.. answer.Perm.Select(permission => new KeyPermission(permission.Key, permission.RangeEnd, (KeyAccess)permission.PermType))];
    }

    public async Task AddRoleAsync(string role, CancellationToken cancellationToken) =>
        await _auth.RoleAddAsync(new AuthRoleAddRequest { Name = role }, Options(_changeTime, cancellationToken));

    public async Task DeleteRoleAsync(string role, CancellationToken cancellationToken) =>
        await _auth.RoleDeleteAsync(new AuthRoleDeleteRequest { Role = role }, Options(_changeTime, cancellationToken));

    public async Task GrantPermissionAsync(string role, KeyPermission permission, CancellationToken cancellationToken) =>
        await _auth.RoleGrantPermissionAsync(
            new AuthRoleGrantPermissionRequest
            {
                Name = role,
                Perm = new Permission { Key = permission.Key, RangeEnd = permission.RangeEnd, PermType = (Permission.Types.Type)permission.Access },
            },
            Options(_changeTime, cancellationToken));

    public async Task RevokePermissionAsync(string role, KeyPermission permission, CancellationToken cancellationToken) =>
        await _auth.RoleRevokePermissionAsync(
            new AuthRoleRevokePermissionRequest { Role = role, Key = permission.Key, RangeEnd = permission.RangeEnd }, Options(_changeTime, cancellationToken));
}
