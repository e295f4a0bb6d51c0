using System.Diagnostics;
using System.Text.Json.Nodes;
using Operon.Cli.Clusters;
using Operon.Cli.Demo;
using Operon.Kubernetes;
using Operon.LocalCluster.Networking;

namespace Operon.Benchmarks.Figures;

/// <summary>Whole-process figures: start-up and memory of the local cluster and of the etcd operator, formation and recovery of etcd clusters.</summary>
internal static class ClusterFigures
{
    private const int Runs = 5;
    private const string Namespace = "default";
    private static readonly ResourceType _etcdCluster = new("etcd.database.coreos.com", "v1beta2", "EtcdCluster", "etcdclusters", IsNamespaced: true);

    public static async Task MeasureAsync()
    {
        var directory = new DataDirectory(Directory.CreateTempSubdirectory("operon-bench-").FullName);
        try
        {
            Report.Header();
            await StartUpAsync(directory);
            var state = await ClusterProcess.StartAsync(directory, 3, null, CancellationToken.None);
            await using var client = KubernetesClient.Create(KubernetesClientOptions.FromKubeconfig(state.Kubeconfig));
            await OperatorAsync(client, state);
            await EtcdAsync(client, directory, state);
            Report.Row("resident memory, cluster process at the end", Resident(state.ProcessId), "after all of the above");
        }
        finally
        {
            await ClusterProcess.StopAsync(directory, CancellationToken.None);
            Directory.Delete(directory.Root, recursive: true);
        }
    }

    private static async Task StartUpAsync(DataDirectory directory)
    {
        var starts = new List<TimeSpan>();
        var stops = new List<TimeSpan>();
        for (var run = 0; run < Runs; run++)
        {
            var start = Stopwatch.GetTimestamp();
            await ClusterProcess.StartAsync(directory, 3, null, CancellationToken.None);
            starts.Add(Stopwatch.GetElapsedTime(start));
            start = Stopwatch.GetTimestamp();
            await ClusterProcess.StopAsync(directory, CancellationToken.None);
            stops.Add(Stopwatch.GetElapsedTime(start));
        }

        Report.Row("`operon up`, first start", $"{starts[0].TotalSeconds:0.00} s", "JIT; empty folder: makes the CA; until three nodes are ready");
        Report.Seconds("`operon up`, existing data", starts[1..], "JIT; until three nodes are ready");
        Report.Seconds("`operon down`", stops, "");
    }

    private static async Task OperatorAsync(KubernetesClient client, ClusterState state)
    {
        Report.Row("resident memory, cluster process, idle", Resident(state.ProcessId), "API server, controllers, scheduler, three nodes");
        var applier = new ManifestApplier(client);
        await applier.ApplyAsync(Manifests.Rbac(Namespace), Namespace, CancellationToken.None);
        var start = Stopwatch.GetTimestamp();
        await applier.ApplyAsync(Manifests.Deployment, Namespace, CancellationToken.None);
        await UntilAsync(async () => (await client.Resource(ResourceKinds.CustomResourceDefinition).FindAsync(null, _etcdCluster.GroupResource, CancellationToken.None))
            ?.Status?.Conditions?.Any(condition => condition is { Type: "Established", Status: "True" }) == true);
        Report.Row("etcd operator, cold start", $"{Stopwatch.GetElapsedTime(start).TotalSeconds:0.00} s", "JIT; from applying the Deployment to its CRD being Established");
    }

    private static async Task EtcdAsync(KubernetesClient client, DataDirectory directory, ClusterState state)
    {
        var formed = new List<TimeSpan>();
        var healed = new List<TimeSpan>();
        for (var run = 0; run < Runs; run++)
        {
            var name = $"bench-{run}";
            using var etcd = new EtcdView(new ClusterDialer(directory.DialSocket), $"{name}-client.{Namespace}.svc");
            var start = Stopwatch.GetTimestamp();
            await client.Resource(ResourceKinds.Untyped(_etcdCluster)).CreateAsync(Cluster(name), CancellationToken.None);
            var members = await HealthyAsync(etcd, except: null);
            formed.Add(Stopwatch.GetElapsedTime(start));

            var leader = members.Single(member => member.IsLeader).Name;
            start = Stopwatch.GetTimestamp();
            await client.Resource(ResourceKinds.Pod).DeleteAsync(Namespace, leader, CancellationToken.None, new DeleteOptions { GracePeriodSeconds = 0 });
            await HealthyAsync(etcd, except: leader);
            healed.Add(Stopwatch.GetElapsedTime(start));
            await client.Resource(ResourceKinds.Untyped(_etcdCluster)).DeleteAsync(Namespace, name, CancellationToken.None);
        }

        Report.Seconds("etcd, 3 members formed", formed, "from creating the EtcdCluster to three healthy voters");
        Report.Seconds("etcd, leader's pod force-deleted", healed, "until three healthy voters again, the dead one removed");
        foreach (var process in Process.GetProcesses())
        {
            if (CommandLine(process.Id).Contains("Operon.Etcd.dll", StringComparison.Ordinal) && process.ProcessName == "dotnet" && IsBelow(process.Id, state.ProcessId))
            {
                Report.Row("resident memory, etcd operator", Resident(process.Id), "JIT; after all of the above");
            }
        }
    }

    private static async Task<IReadOnlyList<EtcdMemberView>> HealthyAsync(EtcdView etcd, string? except)
    {
        IReadOnlyList<EtcdMemberView> members = [];
        await UntilAsync(async () =>
        {
            members = await etcd.MembersAsync(CancellationToken.None) ?? [];
            return members.Count == 3 && members.All(member => member is { IsHealthy: true, IsLearner: false } && member.Name != except) && members.Any(member => member.IsLeader);
        });
        return members;
    }

    private static UntypedObject Cluster(string name) => UntypedObject.FromJson(new JsonObject
    {
        ["apiVersion"] = _etcdCluster.ApiVersion,
        ["kind"] = _etcdCluster.Kind,
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = Namespace },
        ["spec"] = new JsonObject { ["size"] = 3, ["version"] = "3.2.13" },
    });

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromMinutes(2))
            {
                throw new TimeoutException("not within two minutes");
            }

            await Task.Delay(50);
        }
    }

    private static string Resident(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return $"{long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) / 1024} MiB";
    }

    private static bool IsBelow(int processId, int ancestor)
    {
        while (processId > 1 && processId != ancestor)
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            processId = int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        }

        return processId == ancestor;
    }

    private static string CommandLine(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
