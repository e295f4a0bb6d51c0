using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Operon.Cli.Clusters;
using Operon.Cli.Demo;
using Operon.Etcd.Versions;
using Operon.Kubernetes;
using Operon.LocalCluster.Networking;

namespace Operon.Benchmarks.Figures;

/// <summary>What the etcd operator does, in seconds, and the longest time in which nobody could write meanwhile.</summary>
internal sealed class OperatorFigures(KubernetesClient client, ClusterDialer dialer)
{
    private const string Namespace = "default";
    private const int Crowd = 20;
    private static readonly ResourceType _etcdCluster = new("etcd.database.coreos.com", "v1beta2", "EtcdCluster", "etcdclusters", IsNamespaced: true);

    private readonly Dictionary<string, List<(TimeSpan Time, TimeSpan Gap, int Failed)>> _figures = [];
    private string _old = "";
    private string _new = "";

    private IResourceClient<UntypedObject> Clusters => client.Resource(ResourceKinds.Untyped(_etcdCluster));

    public static async Task MeasureAsync(int runs)
    {
        var directory = new DataDirectory(Directory.CreateTempSubdirectory("operon-bench-").FullName);
        try
        {
            await EtcdVersions.WriteImagesAsync(directory.Root);
            var state = await ClusterProcess.StartAsync(directory, 3, null, CancellationToken.None);
            await using var client = KubernetesClient.Create(KubernetesClientOptions.FromKubeconfig(state.Kubeconfig));
            var applier = new ManifestApplier(client);
            await applier.ApplyAsync(Manifests.Rbac(Namespace), Namespace, CancellationToken.None);
            await applier.ApplyAsync(Manifests.Deployment, Namespace, CancellationToken.None);
            await UntilAsync("the CRD", async () => (await client.Resource(ResourceKinds.CustomResourceDefinition).FindAsync(null, _etcdCluster.GroupResource, CancellationToken.None))
                ?.Status?.Conditions?.Any(condition => condition is { Type: "Established", Status: "True" }) == true);
            await new OperatorFigures(client, new ClusterDialer(directory.DialSocket)).RunAsync(runs);
        }
        finally
        {
            await ClusterProcess.StopAsync(directory, CancellationToken.None);
            Directory.Delete(directory.Root, recursive: true);
        }
    }

    private async Task RunAsync(int runs)
    {
        _new = (await EtcdVersions.NewestAsync(5)).ToString();
        _old = (await EtcdVersions.OldestAsync(5)).ToString();
        for (var run = 0; run < runs; run++)
        {
            await LifeAsync($"life-{run}", isDurable: false);
            await LifeAsync($"kept-{run}", isDurable: true);
        }

        Report.Header();
        foreach (var (what, figures) in _figures)
        {
            var gaps = figures.Where(figure => figure.Gap > TimeSpan.Zero).ToList();
            var note = gaps.Count == 0 ? "" : string.Create(
                CultureInfo.InvariantCulture,
                $"longest time without a write {gaps.Max(figure => figure.Gap).TotalSeconds:0.00} s, {gaps.Sum(figure => figure.Failed)} failed tries in all");
            Report.Seconds(what, [.. figures.Select(figure => figure.Time)], note);
        }

        await SevenAsync();
        await CrowdAsync();
    }

    private async Task LifeAsync(string name, bool isDurable)
    {
        var kind = isDurable ? "with claims" : "on emptyDir";
        using var etcd = new EtcdView(dialer, $"{name}-client.{Namespace}.svc");
        var start = Stopwatch.GetTimestamp();
        await Clusters.CreateAsync(Cluster(name, 3, _old, isDurable), CancellationToken.None);
        var members = await HealthyAsync(etcd, 3);
        Note($"3 members formed, {kind}", Stopwatch.GetElapsedTime(start), default, 0);

        var leader = members.Single(member => member.IsLeader);
        await MeasureAsync($"leader's pod force-deleted, {kind}", name, etcd, async () =>
        {
            await client.Resource(ResourceKinds.Pod).DeleteAsync(Namespace, leader.Name, CancellationToken.None, new DeleteOptions { GracePeriodSeconds = 0 });

            // With a claim it is the same member that comes back: it has to be gone first.
            await UntilAsync("the pod to go", async () => (await etcd.MembersAsync(CancellationToken.None))?.Any(member => member.Id == leader.Id && member.IsHealthy) != true);
            await HealthyAsync(etcd, 3, isDurable ? null : leader.Name);
        });
        await MeasureAsync($"3 to 5 members, {kind}", name, etcd, async () =>
        {
            await PatchAsync(name, new JsonObject { ["size"] = 5 });
            await HealthyAsync(etcd, 5);
        });
        await MeasureAsync($"5 to 3 members, {kind}", name, etcd, async () =>
        {
            await PatchAsync(name, new JsonObject { ["size"] = 3 });
            await HealthyAsync(etcd, 3);
        });
        await MeasureAsync($"upgrade of 3 members, {_old} to {_new}, {kind}", name, etcd, async () =>
        {
            await PatchAsync(name, new JsonObject { ["version"] = _new });
            await UntilAsync("the new version", async () => (await etcd.MembersAsync(CancellationToken.None)) is { Count: 3 } now && now.All(member => member.IsHealthy && member.Version == _new));
        });
        await Clusters.DeleteAsync(Namespace, name, CancellationToken.None);
        await GoneAsync(name);
    }

    private async Task SevenAsync()
    {
        using var etcd = new EtcdView(dialer, $"seven-client.{Namespace}.svc");
        var start = Stopwatch.GetTimestamp();
        await Clusters.CreateAsync(Cluster("seven", 7, _new, isDurable: false), CancellationToken.None);
        await HealthyAsync(etcd, 7);
        Report.Row("7 members formed", $"{Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s", "one run");
        await Clusters.DeleteAsync(Namespace, "seven", CancellationToken.None);
        await GoneAsync("seven");
    }

    private async Task CrowdAsync()
    {
        var names = Enumerable.Range(0, Crowd).Select(i => $"crowd-{i}").ToList();
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(names.Select(name => Clusters.CreateAsync(Cluster(name, 3, _new, isDurable: false), CancellationToken.None)));
        var times = await Task.WhenAll(names.Select(async name =>
        {
            using var etcd = new EtcdView(dialer, $"{name}-client.{Namespace}.svc");
            await HealthyAsync(etcd, 3);
            return Stopwatch.GetElapsedTime(start);
        }));
        Report.Row($"{Crowd} clusters of 3 formed at once", $"{times.Max().TotalSeconds:0.0} s", $"the first after {times.Min().TotalSeconds:0.0} s; {Crowd * 3} etcd processes on this machine");
    }

    private async Task MeasureAsync(string what, string name, EtcdView etcd, Func<Task> act)
    {
        using var writer = new EtcdView(dialer, $"{name}-client.{Namespace}.svc");
        await using var probe = new WriteProbe(writer);

        // Some quiet seconds first: what is measured is the action, not the start of the writer or the end of the action before.
        await Task.Delay(TimeSpan.FromSeconds(6));
        var start = Stopwatch.GetTimestamp();
        await act();
        var time = Stopwatch.GetElapsedTime(start);
        await HealthyAsync(etcd, (await etcd.MembersAsync(CancellationToken.None))!.Count);
        var (gap, written, failed) = await probe.StopAsync();
        if (written == 0)
        {
            throw new InvalidOperationException($"{what}: nothing could be written");
        }

        Note(what, time, gap, failed);
    }

    private void Note(string what, TimeSpan time, TimeSpan gap, int failed)
    {
        if (!_figures.TryGetValue(what, out var list))
        {
            _figures[what] = list = [];
        }

        list.Add((time, gap, failed));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {time.TotalSeconds:0.00} s, gap {gap.TotalSeconds:0.00} s, {failed} failed"));
    }

    private async Task PatchAsync(string name, JsonObject spec) =>
        await Clusters.PatchAsync(Namespace, name, Patch.Merge(new JsonObject { ["spec"] = spec }), CancellationToken.None);

    private async Task GoneAsync(string name) => await UntilAsync("the pods to go", async () =>
        (await client.Resource(ResourceKinds.Metadata(ResourceKinds.Pod.Type)).ListAsync(Namespace, new ListOptions { LabelSelector = $"etcd_cluster={name}" }, CancellationToken.None)).Items.Count == 0);

    private static async Task<IReadOnlyList<EtcdMemberView>> HealthyAsync(EtcdView etcd, int count, string? except = null)
    {
        IReadOnlyList<EtcdMemberView> members = [];
        await UntilAsync($"{count} healthy members", async () =>
        {
            members = await etcd.MembersAsync(CancellationToken.None) ?? [];
            return members.Count == count && members.All(member => member is { IsHealthy: true, IsLearner: false } && member.Name != except) && members.Any(member => member.IsLeader);
        });
        return members;
    }

    private static UntypedObject Cluster(string name, int size, string version, bool isDurable)
    {
        var spec = new JsonObject { ["size"] = size, ["version"] = version };
        if (isDurable)
        {
            spec["pod"] = new JsonObject
            {
                ["persistentVolumeClaimSpec"] = new JsonObject
                {
                    ["accessModes"] = new JsonArray("ReadWriteOnce"),
                    ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = "1Gi" } },
                },
            };
        }

        return UntypedObject.FromJson(new JsonObject
        {
            ["apiVersion"] = _etcdCluster.ApiVersion,
            ["kind"] = _etcdCluster.Kind,
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = Namespace },
            ["spec"] = spec,
        });
    }

    private static async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromMinutes(5))
            {
                throw new TimeoutException($"waited five minutes for {what}");
            }

            await Task.Delay(50);
        }
    }
}
