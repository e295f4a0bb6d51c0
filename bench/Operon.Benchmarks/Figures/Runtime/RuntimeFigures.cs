using System.Diagnostics;
using System.Globalization;
using Operon.ApiServer;
using Operon.Kubernetes;

namespace Operon.Benchmarks.Figures.Runtime;

/// <summary>B1 to B8 of the controller runtime, just in time and ahead of time compiled, on one machine in one run.</summary>
internal static class RuntimeFigures
{
    private const int Changes = 2_000;
    private static readonly KeyValuePair<string, string>[] _noSystemAuthorities = [new("SSL_CERT_DIR", "/nonexistent"), new("SSL_CERT_FILE", "/nonexistent")];

    /// <summary>Measures the figures named (<c>B1</c> to <c>B8</c>), all when none is named; prints the median of <paramref name="runs"/>.</summary>
    public static async Task MeasureAsync(int runs, IReadOnlySet<string> figures)
    {
        var folder = Directory.CreateTempSubdirectory("operon-bench-").FullName;
        try
        {
            var builds = await SubjectBuild.PublishAsync(folder);
            await using var server = await ApiServerHost.StartAsync(new ApiServerOptions(), CancellationToken.None);
            var kubeconfig = Path.Combine(folder, "kubeconfig");
            await File.WriteAllTextAsync(kubeconfig, server.Kubeconfig("bench", "system:masters"));
            await using var client = KubernetesClient.Create(KubernetesClientOptions.FromKubeconfig(kubeconfig, null));
            if (!figures.SetEquals(["B3"]))
            {
                await Pods.CreateAsync(client);
            }

            (string Name, Func<Task> Measure)[] all =
            [
                ("B1", () => SyncAsync(builds, kubeconfig, runs)),
                ("B3", () => LatencyFigures.MeasureAsync(folder, runs)),
                ("B4", () => NoopAsync(builds, kubeconfig, runs)),
                ("B5", () => WriteAsync(builds, kubeconfig, client, runs)),
                ("B6", () => Rows.PrintAsync("B6 fresh change during the restart flood", builds, runs, build => RestartAsync(build, kubeconfig, client),
                    "{served_ms:0.0} ms", "one worker, 1 ms per reconcile, 10,000 objects; a change one second after the start is served while this many still wait: {still_waiting:N0}")),
                ("B7", () => IdleAsync(builds, kubeconfig)),
                ("B8", () => StartAsync(builds, kubeconfig, runs)),
            ];
            Console.WriteLine($"| What | {string.Join(" | ", builds.Select(build => build.Name))} | Note |\n|---|{string.Concat(builds.Select(_ => "---|"))}---|");
            foreach (var (name, measure) in all)
            {
                if (figures.Count == 0 || figures.Contains(name))
                {
                    await measure();
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task NoopAsync(IReadOnlyList<SubjectBuild> builds, string kubeconfig, int runs)
    {
        foreach (var workers in new[] { 1, 4 })
        {
            await Rows.PrintAsync($"B4 no-op reconciles, {workers} worker{(workers > 1 ? "s" : "")}", builds, runs, async build => await WholeAsync(build, "noop", kubeconfig, $"{workers}"),
                "{reconciles_per_s:N0}/s", "median of 60 rounds over 10,000 keys, each reconcile reads the object from the cache; CPU {cpu_us_per_reconcile:0.0} us each (JIT, AOT)");
        }
    }

    private static async Task IdleAsync(IReadOnlyList<SubjectBuild> builds, string kubeconfig)
    {
        await Rows.PrintAsync("B7 idle, nothing cached", builds, 1, build => IdleAsync(build, kubeconfig, "empty"), "{cpu_ms_per_s:0.00} ms CPU/s, {resident_mib:0} MiB resident", "over 30 s");
        await Rows.PrintAsync("B7 idle, 10,000 lean objects cached", builds, 1, build => IdleAsync(build, kubeconfig, "full"), "{cpu_ms_per_s:0.00} ms CPU/s, {resident_mib:0} MiB resident", "over 30 s");
    }

    private static async Task StartAsync(IReadOnlyList<SubjectBuild> builds, string kubeconfig, int runs)
    {
        await StartRowAsync("B8 cold start to the first reconcile", [], "from exec, TLS and one namespace cached as metadata; no leader election");
        await StartRowAsync("B8 without the system's authorities", _noSystemAuthorities, "SSL_CERT_DIR and SSL_CERT_FILE name nothing: .NET reads every authority of the system before its first TLS connection, whoever is to be trusted");
        Console.WriteLine($"| B8 size | {string.Join(" | ", builds.Select(build => $"{build.Bytes / 1048576.0:0.0} MiB"))} | the native program; the assemblies without the .NET runtime |");
        Task StartRowAsync(string name, KeyValuePair<string, string>[] environment, string note) =>
            Rows.PrintAsync(name, builds, runs * 3, build => ColdStartAsync(build, environment, kubeconfig), "{start_ms:0} ms, {resident_mib:0} MiB resident", note);
    }

    private static async Task SyncAsync(IReadOnlyList<SubjectBuild> builds, string kubeconfig, int runs)
    {
        foreach (var representation in new[] { "full", "lean", "metadata" })
        {
            await Rows.PrintAsync($"B1, B2 sync of 10,000 pods, {representation}", builds, runs, build => WholeAsync(build, "sync", kubeconfig, representation),
                "{synced_ms:0} ms, {bytes_per_object:N0} B/object, peak {peak_mib:0} MiB", "pods of 3 kB over TLS");
        }
    }

    private static Task WriteAsync(IReadOnlyList<SubjectBuild> builds, string kubeconfig, KubernetesClient client, int runs)
    {
        var pods = client.Resource(ResourceKinds.Metadata(ResourceKinds.Pod.Type));
        var round = 0;
        return Rows.PrintAsync("B5 reconcile with one status write", builds, runs, async build =>
        {
            round++;
            await using var subject = Subject.Start(build, "write", kubeconfig);
            await subject.UntilAsync("ready");
            await Task.Delay(2_000);
            await subject.GoOnAsync();
            await subject.UntilAsync("counting");
            await Parallel.ForEachAsync(Enumerable.Range(0, Changes), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (index, token) =>
                await pods.PatchAsync("default", $"pod-{index}", Pods.Annotation("change", $"Round{round}"), token));
            await Task.Delay(3_000);
            var values = await subject.FinishAsync();
            values["per_change"] = values["writes"] / Changes;
            values["extra"] = values["reconciles"] - Changes;
            return values;
        }, "{writes_per_s:N0}/s, {per_change:0.000} writes per change, {extra:0} extra reconciles", "2,000 changes by 4 writers, 4 workers; API server in memory, in the process that makes the changes");
    }

    private static async Task<Dictionary<string, double>> RestartAsync(SubjectBuild build, string kubeconfig, KubernetesClient client)
    {
        await using var subject = Subject.Start(build, "restart", kubeconfig);
        await subject.UntilAsync("ready");
        await Task.Delay(1_000);
        var pods = client.Resource(ResourceKinds.Metadata(ResourceKinds.Pod.Type));
        await pods.PatchAsync("default", "pod-7777", Pods.Annotation("sent", Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture)), CancellationToken.None);
        var values = await subject.FinishAsync();
        await pods.PatchAsync("default", "pod-7777", Patch.Merge(new System.Text.Json.Nodes.JsonObject { ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["annotations"] = null } }), CancellationToken.None);
        return values;
    }

    private static async Task<Dictionary<string, double>> IdleAsync(SubjectBuild build, string kubeconfig, string cache)
    {
        await using var subject = Subject.Start(build, "idle", kubeconfig, cache);
        await subject.UntilAsync("ready");
        await Task.Delay(TimeSpan.FromSeconds(30));
        return await subject.FinishAsync();
    }

    private static async Task<Dictionary<string, double>> ColdStartAsync(SubjectBuild build, KeyValuePair<string, string>[] environment, string kubeconfig)
    {
        var start = Stopwatch.GetTimestamp();
        await using var subject = Subject.Start(build, environment, "cold-start", kubeconfig);
        await subject.UntilAsync("first");
        subject.Values["start_ms"] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return await subject.FinishAsync();
    }

    private static async Task<Dictionary<string, double>> WholeAsync(SubjectBuild build, params string[] arguments)
    {
        await using var subject = Subject.Start(build, arguments);
        return await subject.FinishAsync();
    }
}
