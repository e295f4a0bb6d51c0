using System.Diagnostics;
using k8s.Models;
using Operon.ApiServer;
using Operon.Kubernetes;

namespace Operon.Benchmarks.Figures;

/// <summary>
/// Throughput of the API server over real HTTPS on loopback, client and server in one process and so sharing the cores. The log is on
/// disk: every acknowledged write is durable.
/// </summary>
internal static class ApiServerFigures
{
    private const int Clients = 16;
    private const int Objects = 10_000;
    private const int Watchers = 100;
    private const string Namespace = "default";

    public static async Task MeasureAsync()
    {
        var data = Directory.CreateTempSubdirectory("operon-bench-").FullName;
        try
        {
            var start = Stopwatch.GetTimestamp();
            await using var server = await ApiServerHost.StartAsync(new ApiServerOptions { DataDirectory = data }, CancellationToken.None);
            Report.Header();
            Report.Row("API server start, empty folder", $"{Stopwatch.GetElapsedTime(start).TotalSeconds:0.00} s", "in process, JIT, includes making the CA");
            await using var client = KubernetesClient.Create(KubernetesClientOptions.FromKubeconfigText(server.Kubeconfig("bench", "system:masters")));
            var maps = client.Resource(ResourceKinds.ConfigMap);

            await RunAsync(maps, 0, 500, (resource, index) => resource.CreateAsync(Map("warm", index), CancellationToken.None));
            await ThroughputAsync("create ConfigMap of 2 kB", Objects, index => maps.CreateAsync(Map("map", index), CancellationToken.None), "durable (fsync, group commit)");
            await ThroughputAsync("get ConfigMap", Objects, index => maps.GetAsync(Namespace, $"map-{index}", CancellationToken.None), "");
            await ListAsync(maps);
            await WatchAsync(maps);
            Report.Row("resident memory with 10,500 objects", $"{Environment.WorkingSet / 1048576} MiB", "server and load generator together");
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task ListAsync(IResourceClient<V1ConfigMap> maps)
    {
        await maps.ListAsync(Namespace, null, CancellationToken.None);
        var runs = new List<TimeSpan>();
        for (var run = 0; run < 5; run++)
        {
            var start = Stopwatch.GetTimestamp();
            await maps.ListAsync(Namespace, null, CancellationToken.None);
            runs.Add(Stopwatch.GetElapsedTime(start));
        }

        Report.Seconds("list 10,500 ConfigMaps", runs, "about 22 MB of JSON, decoded into models by the client");
    }

    private static async Task WatchAsync(IResourceClient<V1ConfigMap> maps)
    {
        const int changes = 200;
        using var stop = new CancellationTokenSource();
        var latencies = new System.Collections.Concurrent.ConcurrentBag<double>();
        var version = (await maps.ListAsync(Namespace, new ListOptions { Limit = 1 }, CancellationToken.None)).ResourceVersion;
        var received = 0;
        var all = new TaskCompletionSource();
        var watchers = Enumerable.Range(0, Watchers).Select(async _ =>
        {
            try
            {
                await foreach (var frame in maps.WatchAsync(Namespace, new WatchOptions { ResourceVersion = version }, stop.Token))
                {
                    if (frame.Object.Data is not null && frame.Object.Data.TryGetValue("sent", out var sent))
                    {
                        latencies.Add(Stopwatch.GetElapsedTime(long.Parse(sent, System.Globalization.CultureInfo.InvariantCulture)).TotalMilliseconds);
                        if (Interlocked.Increment(ref received) == Watchers * changes)
                        {
                            all.TrySetResult();
                        }
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // The measurement is over.
            }
        }).ToList();
        await Task.Delay(500);
        var start = Stopwatch.GetTimestamp();
        for (var change = 0; change < changes; change++)
        {
            var map = Map("watched", change);
            map.Data["sent"] = Stopwatch.GetTimestamp().ToString(System.Globalization.CultureInfo.InvariantCulture);
            await maps.CreateAsync(map, CancellationToken.None);
        }

        await all.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var elapsed = Stopwatch.GetElapsedTime(start);
        await stop.CancelAsync();
        await Task.WhenAll(watchers);
        var sorted = latencies.Order().ToList();
        Report.Row($"watch latency, {Watchers} watchers", $"p50 {sorted[sorted.Count / 2]:0.0} ms, p99 {sorted[(int)(sorted.Count * 0.99)]:0.0} ms",
            $"from before the create request to the decoded event; {sorted.Count / elapsed.TotalSeconds:N0} deliveries/s");
    }

    private static async Task ThroughputAsync<T>(string what, int count, Func<int, Task<T>> call, string note)
    {
        var next = -1;
        var latencies = new double[count];
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            for (var index = Interlocked.Increment(ref next); index < count; index = Interlocked.Increment(ref next))
            {
                var began = Stopwatch.GetTimestamp();
                await call(index);
                latencies[index] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }
        }));
        var elapsed = Stopwatch.GetElapsedTime(start);
        Array.Sort(latencies);
        Report.Row(what, $"{count / elapsed.TotalSeconds:N0}/s", $"{Clients} clients; p50 {latencies[count / 2]:0.0} ms, p99 {latencies[(int)(count * 0.99)]:0.0} ms{(note.Length > 0 ? "; " + note : "")}");
    }

    private static async Task RunAsync(IResourceClient<V1ConfigMap> maps, int from, int count, Func<IResourceClient<V1ConfigMap>, int, Task> call)
    {
        for (var index = from; index < from + count; index++)
        {
            await call(maps, index);
        }
    }

    private static V1ConfigMap Map(string prefix, int index) => new()
    {
        Metadata = new V1ObjectMeta { Name = $"{prefix}-{index}", NamespaceProperty = Namespace, Labels = new Dictionary<string, string> { ["app"] = "bench" } },
        Data = new Dictionary<string, string> { ["payload"] = new('x', 1_800) },
    };
}
