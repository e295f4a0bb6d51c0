using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Operon.ApiServer;

/// <summary>How an API server listens, stores and behaves. The defaults give an in-memory server on a free loopback port.</summary>
public sealed record ApiServerOptions
{
    /// <summary>Folder of the durable log and the keys (<c>pki</c>); null keeps everything in memory.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Where to listen; port 0 picks a free one.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>The file descriptor of a listening socket somebody else opened; used instead of <see cref="Listen"/>.</summary>
    public ulong? ListenHandle { get; init; }

    /// <summary>More endpoints, such as the service address 10.96.0.1:443.</summary>
    public IReadOnlyList<IPEndPoint> AlsoListen { get; init; } = [];

    /// <summary>A UNIX socket that serves the same HTTPS; null for none.</summary>
    public string? UnixSocketPath { get; init; }

    /// <summary>Range of cluster addresses for Services. The first one belongs to the <c>kubernetes</c> Service.</summary>
    public IPNetwork ServiceCidr { get; init; } = IPNetwork.Parse("10.96.0.0/16");

    /// <summary>More names and addresses for the serving certificate.</summary>
    public IReadOnlyList<string> CertificateNames { get; init; } = [];

    /// <summary>Bearer tokens that are always accepted.</summary>
    public IReadOnlyList<StaticToken> StaticTokens { get; init; } = [];

    /// <summary>Warnings for whoever writes objects that nothing in this cluster acts on, by resource such as <c>statefulsets.apps</c>.</summary>
    public IReadOnlyDictionary<string, string> Notices { get; init; } = new Dictionary<string, string>();

    /// <summary>Where <c>pods/log</c> reads; null answers 501.</summary>
    public IPodLogSource? PodLogs { get; init; }

    /// <summary>
    /// How the server connects to a ready endpoint of a Service that serves webhooks; null opens a TCP connection. The server itself finds the endpoints
    /// (EndpointSlices, or Endpoints without those) and maps the Service's port to theirs. It throws <see cref="System.Net.Sockets.SocketException"/>
    /// when the endpoint cannot be reached; the next one is tried then.
    /// </summary>
    public Func<IPEndPoint, CancellationToken, ValueTask<Stream>>? EndpointDialer { get; init; }

    /// <summary>The clock of timestamps, token checks and event expiry.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the server logs; null: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>The clock certificates are issued by. Clients check them by the machine's clock, so a test's own clock must not date them.</summary>
    internal TimeProvider? CertificateClock { get; init; }

    /// <summary>Stands between the network and the server: gets every request and what would serve it.</summary>
    internal Func<HttpContext, RequestDelegate, Task>? Interceptor { get; init; }
}
