using Operon.Cli.Clusters;
using Operon.Etcd.Versions;
using Operon.LocalCluster.Networking;

namespace EndToEnd.Clusters;

/// <summary>A local cluster with its own data folder, started and stopped with the real command, used through the real kubectl.</summary>
public sealed class TestCluster : IAsyncDisposable
{
    private readonly DataDirectory _directory;

    private TestCluster(string data) => _directory = new DataDirectory(data);

    /// <summary>The data folder.</summary>
    public string Data => _directory.Root;

    /// <summary>The root of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    internal ClusterState State => ClusterState.Read(_directory) ?? throw new InvalidOperationException("The cluster left no state.");

    internal ClusterDialer Dialer => new(_directory.DialSocket);

    /// <summary>A folder without a running cluster yet.</summary>
    public static TestCluster Create() => new(Directory.CreateTempSubdirectory("operon-e2e-").FullName);

    /// <summary>Starts the cluster and waits until it is ready.</summary>
    /// <param name="withEtcdVersions">Image tags lead to several versions of etcd instead of the installed one.</param>
    public static async Task<TestCluster> StartAsync(bool withEtcdVersions = false)
    {
        var cluster = Create();
        if (withEtcdVersions)
        {
            await EtcdVersions.WriteImagesAsync(cluster.Data);
        }

        await cluster.UpAsync();
        return cluster;
    }

    /// <summary><c>operon up --detach</c>.</summary>
    public async Task<CommandResult> UpAsync()
    {
        var result = await OperonAsync("up", "--detach", "--data", Data);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }

    /// <summary>Runs this build's <c>operon</c>.</summary>
    public static Task<CommandResult> OperonAsync(params string[] arguments) =>
        Command.RunAsync(DotnetHost.Program, [Path.Combine(AppContext.BaseDirectory, "operon.dll"), .. arguments], limit: TimeSpan.FromMinutes(8));

    /// <summary>Runs kubectl and returns what it printed, whatever its exit code.</summary>
    public Task<CommandResult> TryKubectlAsync(string[] arguments, string? input = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var all = new Dictionary<string, string>(environment ?? new Dictionary<string, string>()) { ["KUBECONFIG"] = _directory.Kubeconfig, ["HOME"] = Data };
        return Command.RunAsync(Kubectl, arguments, all, input);
    }

    /// <summary>Runs kubectl, which must succeed; returns its output.</summary>
    public async Task<string> KubectlAsync(params string[] arguments)
    {
        var result = await TryKubectlAsync(arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }

    /// <summary>Applies a manifest with kubectl.</summary>
    public async Task<string> ApplyAsync(string manifest)
    {
        var result = await TryKubectlAsync(["apply", "-f", "-"], manifest);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }

    /// <summary>Installs the etcd operator exactly as the documentation says: the RBAC script, then the Deployment.</summary>
    public async Task InstallEtcdOperatorAsync()
    {
        var environment = new Dictionary<string, string>
        {
            ["KUBECONFIG"] = _directory.Kubeconfig,
            ["HOME"] = Data,
            ["PATH"] = $"{Path.GetDirectoryName(Kubectl)}:{Environment.GetEnvironmentVariable("PATH")}",
        };
        var script = await Command.RunAsync(Path.Combine(Repository, "examples/etcd/rbac/create_role.sh"), [], environment);
        Assert.True(script.ExitCode == 0, script.ToString());
        await KubectlAsync("apply", "-f", Path.Combine(Repository, "examples/etcd/deployment.yaml"));
        await KubectlAsync("rollout", "status", "deployment/etcd-operator", "--timeout=60s");
        await Eventually.TrueAsync("the operator installs its CRD", async () =>
            (await TryKubectlAsync(["get", "crd", "etcdclusters.etcd.database.coreos.com"])).ExitCode == 0);
        await KubectlAsync("wait", "--for=condition=Established", "crd/etcdclusters.etcd.database.coreos.com", "--timeout=60s");
    }

    /// <summary>Kills the cluster's process the hard way.</summary>
    public async Task KillAsync()
    {
        var state = State;
        System.Diagnostics.Process.GetProcessById(state.ProcessId).Kill();
        await Eventually.TrueAsync("the killed process is gone", () => Task.FromResult(!state.IsRunning));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ClusterProcess.StopAsync(_directory, CancellationToken.None);
        Directory.Delete(Data, recursive: true);
    }

    private static string Kubectl { get; } = Environment.GetEnvironmentVariable("KUBECTL") is { Length: > 0 } given ? given : "/usr/bin/kubectl";

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Operon.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
