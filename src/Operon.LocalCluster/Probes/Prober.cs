using System.Net.Security;
using System.Net.Sockets;
using k8s.Models;
using Operon.LocalCluster.Sandboxing;

namespace Operon.LocalCluster.Probes;

/// <summary>Performs one exec, httpGet, tcpSocket or grpc check.</summary>
internal sealed class Prober : IDisposable
{
    private readonly HttpClient _http = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.Zero,
#pragma warning disable CA5359 // A probe asks whether the server answers, not who it is: kubelet does not verify certificates either.
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
#pragma warning restore CA5359
        })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<ProbeResult> ProbeAsync(V1Probe probe, ProbeTarget target, CancellationToken cancellationToken)
    {
        var timeout = TimeSpan.FromSeconds(Math.Max(1, probe.TimeoutSeconds ?? 1));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return probe switch
            {
                { Exec: { } exec } => await ExecAsync(exec, target, timeout, cancellationToken),
                { HttpGet: { } http } => await HttpGetAsync(http, target, limit.Token),
                { TcpSocket: { } tcp } => await TcpAsync(tcp, target, limit.Token),
                { Grpc: { } grpc } => await GrpcHealthCheck.CheckAsync(_http, target.Address, grpc, limit.Token),
                _ => ProbeResult.Success,
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ProbeResult.Failure($"timeout: no answer within {timeout.TotalSeconds:0}s");
        }
        catch (Exception error) when (error is TimeoutException or HttpRequestException or SocketException or ArgumentException or IOException or UriFormatException)
        {
            return ProbeResult.Failure(error.InnerException?.Message ?? error.Message);
        }
    }

    /// <summary>Sends the request of an httpGet check or hook.</summary>
    public async Task<ProbeResult> HttpGetAsync(V1HTTPGetAction action, ProbeTarget target, CancellationToken cancellationToken)
    {
        var scheme = (action.Scheme ?? "HTTP").ToLowerInvariant();
        var host = string.IsNullOrEmpty(action.Host) ? target.Address : action.Host;
        var path = string.IsNullOrEmpty(action.Path) ? "/" : action.Path.StartsWith('/') ? action.Path : "/" + action.Path;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{scheme}://{host}:{target.Port(action.Port.Value)}{path}");
        request.Headers.TryAddWithoutValidation("User-Agent", "kube-probe/operon");
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        request.Headers.ConnectionClose = true;
        foreach (var header in action.HttpHeaders ?? [])
        {
            if (header.Name.Equals("Host", StringComparison.OrdinalIgnoreCase))
            {
                request.Headers.Host = header.Value;
            }
            else
            {
                request.Headers.Remove(header.Name);
                request.Headers.TryAddWithoutValidation(header.Name, header.Value);
            }
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return (int)response.StatusCode is >= 200 and < 400
            ? ProbeResult.Success
            : ProbeResult.Failure($"HTTP probe failed with statuscode: {(int)response.StatusCode}");
    }

    public void Dispose() => _http.Dispose();

    private static async Task<ProbeResult> ExecAsync(V1ExecAction exec, ProbeTarget target, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var result = await SandboxExec.RunAsync(target.Process, [.. exec.Command ?? []], timeout, cancellationToken);
        return result.Succeeded ? ProbeResult.Success : ProbeResult.Failure((result.Output + result.Error).Trim());
    }

    private static async Task<ProbeResult> TcpAsync(V1TCPSocketAction action, ProbeTarget target, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(string.IsNullOrEmpty(action.Host) ? target.Address : action.Host, target.Port(action.Port.Value), cancellationToken);
        return ProbeResult.Success;
    }
}
