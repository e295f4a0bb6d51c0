using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Operon.Webhooks;

/// <summary>Where and how a <see cref="WebhookServer"/> serves.</summary>
public sealed record WebhookServerOptions
{
    /// <summary>Where to listen: <c>:9443</c> for every interface, <c>127.0.0.1:9443</c>, port 0 for a free one. Default <c>:9443</c>.</summary>
    public string Address { get; init; } = ":9443";

    /// <summary>The certificate of the next handshake. Connections that are open go on with theirs.</summary>
    public required Func<X509Certificate2> Certificate { get; init; }

    /// <summary>
    /// PEM of the CAs whose client certificates are let in; null for anybody. The API server shows one when its <c>AdmissionConfiguration</c> names a kubeconfig
    /// for the webhook.
    /// </summary>
    public string? ClientAuthoritiesPem { get; init; }

    /// <summary>Offer HTTP/2 besides HTTP/1.1. Default false: nothing is won by it, and its multiplexing has been a way to exhaust servers (CVE-2023-44487).</summary>
    public bool Http2 { get; init; }

    /// <summary>Largest body in bytes. Default 7 MiB: two objects of the 3 MiB the API server takes, and the envelope.</summary>
    public int MaxBodyBytes { get; init; } = 7 * 1024 * 1024;

    /// <summary>How long requests in flight get at the end. Default 30 s, the longest timeout a webhook can have.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where to log. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
