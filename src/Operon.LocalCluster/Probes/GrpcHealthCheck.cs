using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using k8s.Models;

namespace Operon.LocalCluster.Probes;

/// <summary>Calls <c>grpc.health.v1.Health/Check</c>; two tiny messages, so the wire form is written by hand.</summary>
internal static class GrpcHealthCheck
{
    private const int Serving = 1;

    public static async Task<ProbeResult> CheckAsync(HttpClient http, string address, V1GRPCAction action, CancellationToken cancellationToken)
    {
        var service = Encoding.UTF8.GetBytes(action.Service ?? "");
        byte[] message = service.Length == 0 ? [] : [0x0a, (byte)service.Length, .. service];
        var frame = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame.AsSpan(5));

        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{address}:{action.Port}/grpc.health.v1.Health/Check")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(frame) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        using var response = await http.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var status = Header(response.TrailingHeaders, "grpc-status") ?? Header(response.Headers, "grpc-status") ?? "0";
        if (status != "0" || body.Length < 5)
        {
            return ProbeResult.Failure($"error: health rpc failed: grpc-status {status} {Header(response.TrailingHeaders, "grpc-message")}".TrimEnd());
        }

        return body is [_, _, _, _, _, 0x08, Serving, ..] ? ProbeResult.Success : ProbeResult.Failure("service unhealthy (responded with \"NOT_SERVING\")");
    }

    private static string? Header(HttpHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.First() : null;
}
