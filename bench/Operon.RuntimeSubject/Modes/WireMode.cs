using System.Diagnostics;
using System.Globalization;
using System.Text;
using Operon.Kubernetes;

namespace Operon.RuntimeSubject.Modes;

/// <summary>
/// The floor under B3: the same stream over the same connection, but nothing is decoded, cached or queued. What B3 takes beyond this is the runtime's share;
/// the rest is TLS, HTTP/2, the sockets, and the machine.
/// </summary>
internal static class WireMode
{
    private static readonly byte[] _stamp = Encoding.UTF8.GetBytes("\"sent\":\"");

    public static async Task RunAsync(IKubernetesClient client)
    {
        var latencies = new List<double>();
        using var stop = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/configmaps?watch=true");
        using var response = await client.SendAsync(request, stop.Token);
        await using var stream = await response.Content.ReadAsStreamAsync(stop.Token);
        var reading = ReadAsync(stream, latencies, stop.Token);
        Output.Mark("ready");
        await Output.WaitAsync();
        latencies.Clear();
        Output.Mark("warm");
        await Output.WaitAsync();
        Output.Percentiles("latency_ms", [.. latencies]);
        await stop.CancelAsync();
        await reading;
    }

    private static async Task ReadAsync(Stream stream, List<double> latencies, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await stream.ReadAsync(buffer, cancellationToken) is var count and > 0)
            {
                var now = Stopwatch.GetTimestamp();
                if (buffer.AsSpan(0, count).IndexOf(_stamp) is var at and >= 0 && Sent(buffer.AsSpan(at + _stamp.Length)) is { } sent)
                {
                    latencies.Add(Stopwatch.GetElapsedTime(sent, now).TotalMilliseconds);
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static long? Sent(ReadOnlySpan<byte> rest) =>
        long.TryParse(rest[..Math.Max(0, rest.IndexOf((byte)'"'))], NumberStyles.None, CultureInfo.InvariantCulture, out var sent) && sent != 0 ? sent : null;
}
