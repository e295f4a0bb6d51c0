using System.CommandLine;
using System.Text.Json.Nodes;
using Operon.Cli.Etcd;
using Operon.Cli.Tests.Support;
using Operon.Kubernetes;
using Operon.Testing;

namespace Operon.Cli.Tests.Etcd;

/// <summary>An API server with the etcd operator's definitions. The test plays the operator: it writes status.</summary>
public sealed class EtcdCommandCluster : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    internal TestCluster Cluster { get; private set; } = null!;

    private string Kubeconfig => Path.Combine(_folder.Path, "kubeconfig");

    public async ValueTask InitializeAsync()
    {
        Cluster = await TestCluster.StartAsync(new() { CrdPaths = [Path.Combine(Repository.Root, "deploy/etcd-operator/crd")], AlwaysInProcess = true });
        await Cluster.WriteKubeconfigAsync(Kubeconfig);
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Runs <c>operon etcd</c>; returns exit code, output and errors.</summary>
    internal async Task<(int Code, string Output, string Error)> RunAsync(string namespaceName, string arguments, SharedWriter? shown = null)
    {
        using var output = shown ?? new SharedWriter();
        using StringWriter error = new();
        string[] all = ["etcd", .. arguments.Split(' '), "--kubeconfig", Kubeconfig, "-n", namespaceName];
        var code = await Program.CreateRoot().Parse(all).InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>A namespace of its own with one cluster in it.</summary>
    internal async Task<string> CreateAsync(string name = "main", int size = 3)
    {
        var namespaceName = await Cluster.CreateNamespaceAsync("etcd", TestContext.Current.CancellationToken);
        await Cluster.ApplyAsync(
            $$"""
            apiVersion: etcd.database.coreos.com/v1beta2
            kind: EtcdCluster
            metadata: {name: {{name}}}
            spec: {size: {{size}}, version: 3.5.16}
            """,
            namespaceName,
            TestContext.Current.CancellationToken);
        return namespaceName;
    }

    /// <summary>Waits for the object, then writes its status.</summary>
    internal async Task WriteStatusAsync(ResourceKind<UntypedObject> kind, string namespaceName, string name, string yaml, Func<UntypedObject, bool>? when = null)
    {
        await Cluster.EventuallyAsync(kind, namespaceName, name, when ?? (_ => true), cancellationToken: TestContext.Current.CancellationToken);
        var patch = new JsonObject { ["status"] = Yaml.ToJson(yaml)[0].DeepClone() };
        await Cluster.Observer.Resource(kind).PatchAsync(namespaceName, name, Patch.Merge(patch), TestContext.Current.CancellationToken, subresource: "status");
    }

    /// <summary>The status of a cluster of two healthy voters, as the operator would write it.</summary>
    internal Task WriteHealthyAsync(string namespaceName, string leader = "main-a") => WriteStatusAsync(
        EtcdKind.Cluster,
        namespaceName,
        "main",
        $$"""
        {phase: Running, readiness: 2/2, currentVersion: 3.5.16, observedGeneration: 1, serviceName: main-client, clientPort: 2379, clusterID: ab12,
         conditions: [{type: Ready, status: "True", reason: AllMembersReady}, {type: QuorumHealthy, status: "True", reason: QuorumHealthy, message: all well}],
         memberStatuses: [{name: main-a, id: "1a", role: {{(leader == "main-a" ? "Leader" : "Follower")}}, healthy: true, version: 3.5.16, dbSizeBytes: 20480, dbSizeInUseBytes: 9000, revision: 41, raftIndex: 57, node: node-1},
                          {name: main-b, id: "2b", role: {{(leader == "main-b" ? "Leader" : "Follower")}}, healthy: true, version: 3.5.16}]}
        """);
}
