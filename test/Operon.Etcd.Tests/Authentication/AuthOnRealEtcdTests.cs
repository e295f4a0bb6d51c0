using Grpc.Core;
using Operon.Etcd.Membership;
using Operon.Etcd.Reconciling;
using Operon.Etcd.Tests.Membership;
using Operon.Etcd.Versions;
using Xunit;

namespace Operon.Etcd.Tests.Authentication;

public sealed class AuthOnRealEtcdTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(90);
    private static readonly MemberCredentials _own = new("etcd-operator", "own-password");
    private static readonly MemberCredentials _root = new("root", "root-password");

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A1_A2_authentication_goes_on_and_off_without_locking_the_operator_out(int minor)
    {
        using var limit = Limit();
        await using var member = await SeedAsync(minor, limit.Token);
        var connection = member.Connection;
        Assert.False(await connection.AsksForUsersAsync(limit.Token));
        connection.Credentials = [_own, _root];
        Assert.Single((await connection.ListAsync(limit.Token))!.Members);

        Assert.Null(await AuthSwitch.EnableAsync(connection, _own, _root, limit.Token));
        Assert.True(await connection.AsksForUsersAsync(limit.Token));
        Assert.True((await connection.ListAsync(limit.Token))!.IsConfirmed);
        Assert.Contains("root", (await connection.UserRolesAsync("etcd-operator", limit.Token))!);
        await connection.AddAsync("http://127.0.0.1:1", asLearner: true, limit.Token);

        // An operator killed in the middle does it all again.
        Assert.Null(await AuthSwitch.EnableAsync(connection, _own, _root, limit.Token));

        using var stranger = new MemberDialer(null).Connect(member.ClientUrl, null, null);
        await Assert.ThrowsAsync<RpcException>(() => stranger.AddAsync("http://127.0.0.1:2", asLearner: true, limit.Token));

        await connection.DisableAuthAsync(limit.Token);
        Assert.False(await connection.AsksForUsersAsync(limit.Token));
        Assert.True((await connection.ListAsync(limit.Token))!.IsConfirmed);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_token_lost_with_its_process_is_got_again(int minor)
    {
        using var limit = Limit();
        await using var member = await SeedAsync(minor, limit.Token);
        member.Connection.Credentials = [_own];
        Assert.Null(await AuthSwitch.EnableAsync(member.Connection, _own, _root, limit.Token));
        Assert.NotNull(await member.Connection.UserRolesAsync("root", limit.Token));

        await member.RestartAsync(limit.Token);
        await RetryAsync(() => member.Connection.UserRolesAsync("root", limit.Token), limit.Token);
        await member.Connection.RefreshLoginAsync(limit.Token);
        Assert.NotNull(await member.Connection.PermissionsAsync("root", limit.Token));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_changed_root_password_is_set_by_the_operators_own_user(int minor)
    {
        using var limit = Limit();
        await using var member = await SeedAsync(minor, limit.Token);
        member.Connection.Credentials = [_own, _root];
        Assert.Null(await AuthSwitch.EnableAsync(member.Connection, _own, _root, limit.Token));
        var changed = _root with { Password = "changed" };
        Assert.False(await member.Connection.AcceptsAsync(changed, limit.Token));
        await member.Connection.ChangePasswordAsync(changed, limit.Token);
        Assert.True(await member.Connection.AcceptsAsync(changed, limit.Token));
        Assert.False(await member.Connection.AcceptsAsync(_root, limit.Token));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Where_the_operators_user_is_unknown_root_stands_in(int minor)
    {
        using var limit = Limit();
        await using var member = await SeedAsync(minor, limit.Token);
        Assert.Null(await AuthSwitch.EnableAsync(member.Connection, _own, _root, limit.Token));
        member.Connection.Credentials = [_own with { Password = "of another time" }, _root];
        Assert.NotNull(await member.Connection.UserRolesAsync("root", limit.Token));
        member.Connection.Credentials = [_own with { Password = "of another time" }];
        await member.RestartAsync(limit.Token);
        await Assert.ThrowsAsync<RpcException>(() => member.Connection.UserRolesAsync("root", limit.Token));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Permissions_are_granted_read_back_and_revoked_by_their_ranges(int minor)
    {
        using var limit = Limit();
        await using var member = await SeedAsync(minor, limit.Token);
        var connection = member.Connection;
        Assert.Null(await connection.PermissionsAsync("app", limit.Token));
        await connection.AddRoleAsync("app", limit.Token);
        KeyPermission[] wanted =
        [
            KeyPermission.Single("config", KeyAccess.Read), KeyPermission.Prefix("app/", KeyAccess.ReadWrite), KeyPermission.Range("a", "b", KeyAccess.Write),
            KeyPermission.Prefix("", KeyAccess.Read),
        ];
        foreach (var permission in wanted)
        {
            await connection.GrantPermissionAsync("app", permission, limit.Token);
        }

        Assert.Equivalent(wanted, await connection.PermissionsAsync("app", limit.Token));
        await connection.RevokePermissionAsync("app", wanted[1], limit.Token);
        Assert.DoesNotContain(wanted[1], (await connection.PermissionsAsync("app", limit.Token))!);

        await connection.AddUserAsync(new("alice", "secret"), limit.Token);
        await connection.GrantRoleAsync("alice", "app", limit.Token);
        Assert.Equal(["app"], await connection.UserRolesAsync("alice", limit.Token));
        await connection.DeleteUserAsync("alice", limit.Token);
        Assert.Null(await connection.UserRolesAsync("alice", limit.Token));
    }

    [Fact]
    public void A_prefix_ends_where_the_next_one_begins()
    {
        Assert.Equal("app0", KeyPermission.Prefix("app/", KeyAccess.Read).RangeEnd.ToStringUtf8());
        Assert.Equal([0], KeyPermission.Prefix("", KeyAccess.Read).RangeEnd.ToByteArray());
    }

    private static async Task<EtcdProcess> SeedAsync(int minor, CancellationToken cancellationToken)
    {
        var member = EtcdProcess.Seed("a", (await EtcdVersions.NewestAsync(minor)).Etcd);
        await RetryAsync(() => member.Connection.PermissionsAsync("none", cancellationToken), cancellationToken);
        return member;
    }

    private static async Task RetryAsync(Func<Task> call, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await call();
                return;
            }
            catch (RpcException) when (!cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(100, cancellationToken);
            }
        }
    }

    private static CancellationTokenSource Limit()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(_limit);
        return limit;
    }
}
