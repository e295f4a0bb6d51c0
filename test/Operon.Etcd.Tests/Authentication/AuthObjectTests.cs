using System.Text.Json.Nodes;
using Operon.Etcd.Api;
using Operon.Etcd.Membership;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Etcd.Tests.Authentication;

public sealed class AuthObjectTests
{
    private static readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_role_has_what_its_object_says_and_nothing_else()
    {
        await using var world = await AuthObjectWorld.StartAsync();
        await world.CreateRoleAsync("app", """{"clusterName": "c", "permissions": [{"key": "app/", "prefix": true, "permission": "readwrite"}, {"key": "config", "permission": "read"}]}""");
        Assert.Equal("RoleReady", await world.RoleAsync("app"));
        KeyPermission[] wanted = [KeyPermission.Prefix("app/", KeyAccess.ReadWrite), KeyPermission.Single("config", KeyAccess.Read)];
        Assert.Equivalent(wanted, await world.Member.PermissionsAsync("app", _cancel), strict: true);

        // Somebody changes it by hand.
        await world.Member.GrantPermissionAsync("app", KeyPermission.Prefix("secret/", KeyAccess.Read), _cancel);
        await world.Member.RevokePermissionAsync("app", wanted[0], _cancel);
        await world.RoleAsync("app");
        Assert.Equivalent(wanted, await world.Member.PermissionsAsync("app", _cancel), strict: true);
    }

    [Fact]
    public async Task A_user_waits_for_its_password_and_its_roles_and_then_follows_both()
    {
        await using var world = await AuthObjectWorld.StartAsync();
        await world.CreateUserAsync("alice", """{"clusterName": "c", "roles": ["app"], "passwordSecret": {"name": "alice"}}""");
        Assert.Equal("PasswordMissing", await world.UserAsync("alice"));
        await world.CreatePasswordAsync("alice", "one");
        Assert.Equal("RoleMissing", await world.UserAsync("alice"));
        await world.Member.AddRoleAsync("app", _cancel);
        Assert.Equal("UserReady", await world.UserAsync("alice"));
        Assert.Equal(["app"], await world.Member.UserRolesAsync("alice", _cancel));

        await world.Member.AddRoleAsync("other", _cancel);
        await world.Member.GrantRoleAsync("alice", "other", _cancel);
        await world.Member.RevokeRoleAsync("alice", "app", _cancel);
        await world.UserAsync("alice");
        Assert.Equal(["app"], await world.Member.UserRolesAsync("alice", _cancel));

        await world.Member.DeleteUserAsync("alice", _cancel);
        Assert.Equal("UserReady", await world.UserAsync("alice"));
        Assert.Equal(["app"], await world.Member.UserRolesAsync("alice", _cancel));
    }

    [Fact]
    public async Task A_password_is_given_to_etcd_when_its_secret_changes()
    {
        await using var world = await AuthObjectWorld.StartAsync();
        await world.CreatePasswordAsync("alice", "one");
        await world.CreateUserAsync("alice", """{"clusterName": "c", "passwordSecret": {"name": "alice"}}""");
        await world.UserAsync("alice");
        await world.PatchAsync(ResourceKinds.Secret, "alice", new JsonObject { ["stringData"] = new JsonObject { ["password"] = "two" } });
        await world.UserAsync("alice");

        MemberCredentials root = new("root", "x");
        Assert.Null(await Etcd.Reconciling.AuthSwitch.EnableAsync(world.Member, new("etcd-operator", "y"), root, _cancel));
        Assert.False(await world.Member.AcceptsAsync(new("alice", "one"), _cancel));
        Assert.True(await world.Member.AcceptsAsync(new("alice", "two"), _cancel));
    }

    [Fact]
    public async Task Deleting_the_object_deletes_the_user_and_only_the_one_it_made()
    {
        await using var world = await AuthObjectWorld.StartAsync();
        await world.CreatePasswordAsync("p", "one");
        await world.CreateUserAsync("alice", """{"clusterName": "c", "passwordSecret": {"name": "p"}}""");
        await world.UserAsync("alice");
        await world.CreateUserAsync("zoe", """{"clusterName": "c", "username": "alice", "passwordSecret": {"name": "p"}}""");
        Assert.Equal("NameTaken", await world.UserAsync("zoe"));

        await world.DeleteAsync(EtcdKinds.User, "zoe");
        Assert.Null(await world.UserAsync("zoe"));
        Assert.NotNull(await world.Member.UserRolesAsync("alice", _cancel));

        await world.DeleteAsync(EtcdKinds.User, "alice");
        Assert.Null(await world.UserAsync("alice"));
        Assert.Null(await world.Member.UserRolesAsync("alice", _cancel));
    }

    [Fact]
    public async Task Nothing_is_held_back_by_a_cluster_that_is_gone()
    {
        await using var world = await AuthObjectWorld.StartAsync();
        await world.CreateRoleAsync("app", """{"clusterName": "c"}""");
        Assert.Equal("RoleReady", await world.RoleAsync("app"));
        await world.DeleteAsync(EtcdKinds.Cluster, "c");
        Assert.Equal("ClusterNotFound", await world.RoleAsync("app"));
        await world.DeleteAsync(EtcdKinds.Role, "app");
        Assert.Null(await world.RoleAsync("app"));
    }

    [Theory]
    [InlineData("root")]
    [InlineData("etcd-operator")]
    public async Task Users_the_cluster_keeps_itself_are_refused(string name)
    {
        await using var world = await AuthObjectWorld.StartAsync();
        await world.CreateUserAsync("x", $$$"""{"clusterName": "c", "username": "{{{name}}}", "passwordSecret": {"name": "p"}}""");
        Assert.Equal("InvalidSpec", await world.UserAsync("x"));
        Assert.Null(await world.Member.UserRolesAsync(name, _cancel));
    }

    [Theory]
    [InlineData("""{"key": "a", "prefix": true, "rangeEnd": "b", "permission": "read"}""")]
    [InlineData("""{"key": "", "permission": "read"}""")]
    [InlineData("""{"key": "a", "permission": "all"}""")]
    public async Task The_schema_refuses_permissions_that_mean_nothing(string permission)
    {
        await using var world = await AuthObjectWorld.StartAsync();
        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => world.CreateRoleAsync("app", $$"""{"clusterName": "c", "permissions": [{{permission}}]}"""));
        Assert.Equal("Invalid", error.Reason);
    }
}
