using System.Diagnostics;
using Etcdserverpb;
using Google.Protobuf;
using Grpc.Net.Client;

namespace Operon.Benchmarks.Figures;

/// <summary>The peer of the API server's log: one bare etcd on the same disk, written by the same number of clients. It fsyncs, as we do.</summary>
internal static class EtcdFigures
{
    private const int Clients = 16;
    private const int Writes = 10_000;

    public static async Task MeasureAsync()
    {
        var data = Directory.CreateTempSubdirectory("operon-bench-etcd-").FullName;
        using var etcd = Process.Start(new ProcessStartInfo(
            "etcd",
            ["--data-dir", data, "--listen-client-urls", "http://127.0.0.1:32379", "--advertise-client-urls", "http://127.0.0.1:32379", "--listen-peer-urls", "http://127.0.0.1:32380", "--log-level", "error"])
        {
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException("etcd did not start");
        try
        {
            using var channel = GrpcChannel.ForAddress("http://127.0.0.1:32379");
            var store = new KV.KVClient(channel);
            await ReadyAsync(store);
            var value = ByteString.CopyFrom(new byte[2_000]);
            var latencies = new double[Writes];
            var next = -1;
            var start = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
            {
                for (var index = Interlocked.Increment(ref next); index < Writes; index = Interlocked.Increment(ref next))
                {
                    var began = Stopwatch.GetTimestamp();
                    await store.PutAsync(new PutRequest { Key = ByteString.CopyFromUtf8($"key-{index}"), Value = value });
                    latencies[index] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                }
            }));
            var elapsed = Stopwatch.GetElapsedTime(start);
            Array.Sort(latencies);
            Report.Header();
            Report.Row("peer: etcd, put of 2 kB", $"{Writes / elapsed.TotalSeconds:N0}/s", $"one member, {Clients} clients, plain gRPC; p50 {latencies[Writes / 2]:0.0} ms, p99 {latencies[(int)(Writes * 0.99)]:0.0} ms");
        }
        finally
        {
            etcd.Kill();
            await etcd.WaitForExitAsync();
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task ReadyAsync(KV.KVClient store)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await store.RangeAsync(new RangeRequest { Key = ByteString.CopyFromUtf8("ready") }, deadline: DateTime.UtcNow.AddSeconds(2));
                return;
            }
            catch (Grpc.Core.RpcException) when (attempt < 50)
            {
                await Task.Delay(200);
            }
        }
    }
}
