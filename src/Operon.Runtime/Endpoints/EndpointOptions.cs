using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>What an <see cref="EndpointServer"/> serves, and where. Addresses are <c>:8080</c>, <c>127.0.0.1:8080</c>, port 0 for a free one, or <c>0</c> for none.</summary>
public sealed record EndpointOptions
{
    /// <summary>Where <c>/metrics</c>, the debug page and <see cref="Handlers"/> are. Default <c>0</c>: nowhere.</summary>
    public string MetricsAddress { get; init; } = "0";

    /// <summary>Where <c>/healthz</c> and <c>/readyz</c> are; may equal <see cref="MetricsAddress"/>. Always plain HTTP unless equal. Default <c>0</c>: nowhere.</summary>
    public string HealthAddress { get; init; } = "0";

    /// <summary>Checks of <c>/healthz</c>; several sets are one list.</summary>
    public IReadOnlyList<HealthChecks> Liveness { get; init; } = [];

    /// <summary>Checks of <c>/readyz</c>; several sets are one list.</summary>
    public IReadOnlyList<HealthChecks> Readiness { get; init; } = [];

    /// <summary>
    /// Serve the metrics address over TLS, and only to callers the API server knows (TokenReview of the bearer token) and allows (SubjectAccessReview:
    /// verb <c>get</c> on the path as non-resource URL). Needs <see cref="Client"/>. Default false.
    /// </summary>
    public bool IsSecure { get; init; }

    /// <summary>Folder of <c>tls.crt</c> and <c>tls.key</c>, read again when they change; null for a self-signed certificate.</summary>
    public string? CertificateDirectory { get; init; }

    /// <summary>Asks the API server about callers; it needs the rights of the <c>system:auth-delegator</c> ClusterRole.</summary>
    public IKubernetesClient? Client { get; init; }

    /// <summary>Meters to export besides those of Operon, the process and the .NET runtime. A name that ends in <c>*</c> is a prefix.</summary>
    public IReadOnlyList<string> Meters { get; init; } = [];

    /// <summary>Further paths of the metrics address, such as <c>/debug/my-state</c>, under the same protection.</summary>
    public IReadOnlyDictionary<string, RequestDelegate> Handlers { get; init; } = new Dictionary<string, RequestDelegate>();

    /// <summary>Where to log. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What the debug page shows, of one object when it is given; null for no page.</summary>
    internal Func<string?, DebugSnapshot>? Debug { get; init; }
}
