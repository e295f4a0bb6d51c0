using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using Operon.Etcd.Api;
using Operon.Etcd.AuthObjects;
using Operon.Etcd.Membership;
using Operon.Etcd.Reconciling;
using Operon.Etcd.Tests.Membership;
using Operon.Etcd.Versions;
using Operon.Kubernetes;
using Operon.Runtime;
using Operon.Testing;
using Xunit;

namespace Operon.Etcd.Tests.Authentication;

/// <summary>One real etcd, an API server in this process that knows its pod, and the reconcilers of users and roles.</summary>
internal sealed class AuthObjectWorld : IAsyncDisposable
{
    private readonly TestCluster _cluster;
    private readonly EtcdRoleReconciler _roles;
    private readonly EtcdUserReconciler _users;

    private AuthObjectWorld(TestCluster cluster, EtcdProcess etcd)
    {
        _cluster = cluster;
        Etcd = etcd;
        var dialer = new MemberDialer(DialAsync);
        var access = new ClusterAccess(cluster.Client, dialer);
        _roles = new EtcdRoleReconciler(cluster.Client, access, new ClusterScope(false), TimeProvider.System);
        _users = new EtcdUserReconciler(cluster.Client, access, new ClusterScope(false), TimeProvider.System);
    }

    public EtcdProcess Etcd { get; }

    public IMemberConnection Member => Etcd.Connection;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<AuthObjectWorld> StartAsync()
    {
        var definitions = CustomResources.Definitions();
        var cluster = await TestCluster.StartAsync(new TestClusterOptions { AlwaysInProcess = true }, Cancel);
        foreach (var name in new[] { "etcdclusters", "etcdroles", "etcdusers" })
        {
            await cluster.InstallCrdsAsync(definitions[name], Cancel);
        }

        var world = new AuthObjectWorld(cluster, EtcdProcess.Seed("c-a", (await EtcdVersions.NewestAsync(4)).Etcd));
        await world.CreateAsync(EtcdKinds.Cluster, """{"apiVersion": "etcd.database.coreos.com/v1beta2", "kind": "EtcdCluster", "metadata": {"name": "c"}, "spec": {"size": 1}}""");
        await world.CreateAsync(ResourceKinds.ServiceAccount, """{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default"}}""");
        var owner = await cluster.Client.Resource(EtcdKinds.Cluster).GetAsync("default", "c", Cancel);
        var pods = cluster.Client.Resource(EtcdKinds.Pod);
        await cluster.Client.Resource(ResourceKinds.Pod).CreateAsync(
            JsonSerializer.Deserialize(
                $$$"""
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "c-a", "namespace": "default", "labels": {"app": "etcd", "etcd_cluster": "c"},
                  "ownerReferences": [{"apiVersion": "etcd.database.coreos.com/v1beta2", "kind": "EtcdCluster", "name": "c", "uid": "{{{owner.Metadata.Uid}}}", "controller": true}]},
                 "spec": {"containers": [{"name": "etcd", "image": "etcd"}]}}
                """,
                ResourceKinds.Pod.Json)!,
            Cancel);
        await pods.PatchAsync(
            "default", "c-a", Patch.Merge(new JsonObject { ["status"] = new JsonObject { ["phase"] = "Running", ["podIP"] = "127.0.0.1" } }), Cancel, subresource: "status");
        await world.ServesAsync();
        return world;
    }

    private async Task ServesAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if ((await Member.StatusAsync(Cancel)).Leader != 0)
                {
                    return;
                }
            }
            catch (RpcException) when (attempt < 300)
            {
                // It has only just been started.
            }

            Assert.True(attempt < 300, "etcd does not serve");
            await Task.Delay(100, Cancel);
        }
    }

    public Task CreateAsync<T>(ResourceKind<T> kind, string json)
        where T : class, k8s.IKubernetesObject<k8s.Models.V1ObjectMeta>
    {
        var one = JsonSerializer.Deserialize(json, kind.Json)!;
        one.Metadata.NamespaceProperty = "default";
        return _cluster.Client.Resource(kind).CreateAsync(one, Cancel);
    }

    public Task CreateUserAsync(string name, string spec) =>
        CreateAsync(EtcdKinds.User, $$"""{"apiVersion": "etcd.database.coreos.com/v1beta2", "kind": "EtcdUser", "metadata": {"name": "{{name}}"}, "spec": {{spec}}}""");

    public Task CreateRoleAsync(string name, string spec) =>
        CreateAsync(EtcdKinds.Role, $$"""{"apiVersion": "etcd.database.coreos.com/v1beta2", "kind": "EtcdRole", "metadata": {"name": "{{name}}"}, "spec": {{spec}}}""");

    public Task CreatePasswordAsync(string name, string password) =>
        CreateAsync(ResourceKinds.Secret, $$$"""{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "{{{name}}}"}, "stringData": {"password": "{{{password}}}"}}""");

    public Task PatchAsync<T>(ResourceKind<T> kind, string name, JsonObject patch)
        where T : class, k8s.IKubernetesObject<k8s.Models.V1ObjectMeta> => _cluster.Client.Resource(kind).PatchAsync("default", name, Patch.Merge(patch), Cancel);

    public Task DeleteAsync<T>(ResourceKind<T> kind, string name)
        where T : class, k8s.IKubernetesObject<k8s.Models.V1ObjectMeta> => _cluster.Client.Resource(kind).DeleteAsync("default", name, Cancel);

    /// <summary>Reconciles a user until etcd answers; the reason of its condition then, or null when it is gone.</summary>
    public Task<string?> UserAsync(string name) => UntilReachedAsync(async () =>
    {
        await _users.ReconcileAsync(Context(name), Cancel);
        return (await _cluster.Client.Resource(EtcdKinds.User).FindAsync("default", name, Cancel))?.Status;
    });

    /// <summary>The same for a role.</summary>
    public Task<string?> RoleAsync(string name) => UntilReachedAsync(async () =>
    {
        await _roles.ReconcileAsync(Context(name), Cancel);
        return (await _cluster.Client.Resource(EtcdKinds.Role).FindAsync("default", name, Cancel))?.Status;
    });

    public async ValueTask DisposeAsync()
    {
        await Etcd.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    private static ReconcileContext Context(string name) => new(new ObjectKey("default", name), 0, null, Guid.NewGuid());

    private static async Task<string?> UntilReachedAsync(Func<Task<EtcdAuthObjectStatus?>> reconcile)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var reason = (await reconcile())?.Conditions?.Single().Reason;
            if (reason != "ClusterUnreachable")
            {
                return reason;
            }

            await Task.Delay(100, limit.Token);
        }
    }

    private async ValueTask<Stream> DialAsync(string host, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", Etcd.ClientUrl.Port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
