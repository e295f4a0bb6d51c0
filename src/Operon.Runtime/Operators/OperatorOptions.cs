using Microsoft.Extensions.Logging;

namespace Operon.Runtime;

/// <summary>
/// What whoever runs an operator decides. Each option is read from the section <c>Operator</c> of appsettings.json (<c>MetricsAddress</c>), from the environment
/// (<c>OPERON_METRICS_ADDRESS</c>) and from the command line (<c>--metrics-address</c>); the later wins, and code after
/// <see cref="OperatorHost.CreateBuilder"/> wins over all.
/// </summary>
public sealed class OperatorOptions
{
    /// <summary>Name of the operator: its Lease, field manager, Events and user agent. Default: the program's name in lower case.</summary>
    public string Name { get; set; } = "operator";

    /// <summary>Namespaces to watch; empty for all. A comma-separated list in the environment and on the command line.</summary>
    public IReadOnlyList<string> Namespaces { get; set; } = [];

    /// <summary>Kubeconfig file; null for the pod's service account, else <c>$KUBECONFIG</c>, else <c>~/.kube/config</c>.</summary>
    public string? Kubeconfig { get; set; }

    /// <summary>Context of the kubeconfig; null for its current one.</summary>
    public string? Context { get; set; }

    /// <summary>Where /metrics and /debug/operon are: <c>:8080</c>, or <c>0</c> for nowhere. Default: <c>:8080</c> in a cluster, a free loopback port elsewhere.</summary>
    public string MetricsAddress { get; set; } = OperatorEnvironment.IsInCluster ? ":8080" : "127.0.0.1:0";

    /// <summary>Where /healthz and /readyz are. Default: <c>:8081</c> in a cluster, a free loopback port elsewhere.</summary>
    public string HealthAddress { get; set; } = OperatorEnvironment.IsInCluster ? ":8081" : "127.0.0.1:0";

    /// <summary>Serve metrics by TLS to callers whose token the API server knows and allows. Default false.</summary>
    public bool SecureMetrics { get; set; }

    /// <summary>Folder of tls.crt and tls.key for secure metrics, read again when they change; null for a self-signed certificate.</summary>
    public string? CertificateDirectory { get; set; }

    /// <summary>Where webhooks are served, when there are any: <c>:9443</c>, or <c>0</c> for nowhere. Default: <c>:9443</c> in a cluster, a free loopback port elsewhere.</summary>
    public string WebhookAddress { get; set; } = OperatorEnvironment.IsInCluster ? ":9443" : "127.0.0.1:0";

    /// <summary>Folder of tls.crt and tls.key for webhooks, read again when they change; null for certificates the operator makes itself and tells the API server about.</summary>
    public string? WebhookCertificateDirectory { get; set; }

    /// <summary>Name of the Service in front of the webhooks; others that webhook configurations name are found. Default <c>webhook-service</c>.</summary>
    public string WebhookService { get; set; } = "webhook-service";

    /// <summary>
    /// Register the webhooks by URLs of this machine while the operator runs, and take them away at its end: for an operator on a developer's machine and an API
    /// server that reaches it. Default false.
    /// </summary>
    public bool LocalWebhooks { get; set; }

    /// <summary>Serve /debug/operon beside the metrics, to loopback or, with secure metrics, to allowed callers. Default true.</summary>
    public bool DebugPage { get; set; } = true;

    /// <summary>Work only while holding a Lease, so that replicas do not work at once. Default: in a cluster only.</summary>
    public bool LeaderElection { get; set; } = OperatorEnvironment.IsInCluster;

    /// <summary>
    /// Let all replicas work, each on its share of so many shards; 0 for the leader alone. Default 0. Goes together with <see cref="LeaderElection"/>.
    /// </summary>
    public int Shards { get; set; }

    /// <summary>What decides to which shard an object belongs. Default <see cref="Runtime.ShardBy.Object"/>.</summary>
    public ShardBy ShardBy { get; set; } = ShardBy.Object;

    /// <summary>Name of the Lease; null for <see cref="Name"/>.</summary>
    public string? LeaseName { get; set; }

    /// <summary>Namespace of the Lease; null for the pod's or the kubeconfig's.</summary>
    public string? LeaseNamespace { get; set; }

    /// <summary>How long others wait after the last renewal. Default 15 s.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the leader tries to renew before it ends. Default 10 s; shorter than <see cref="LeaseDuration"/>.</summary>
    public TimeSpan RenewDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between tries on the Lease. Default 2 s.</summary>
    public TimeSpan RetryPeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many objects a controller works on at the same time, unless it says itself. Default 1.</summary>
    public int Concurrency { get; set; } = 1;

    /// <summary>How often all cached objects are reconciled again. Default 10 h.</summary>
    public TimeSpan ResyncPeriod { get; set; } = TimeSpan.FromHours(10);

    /// <summary>How long a stop waits for reconciles. Default 30 s; 0 does not wait.</summary>
    public TimeSpan GracefulStopTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How log lines look. Default: JSON in a cluster, text elsewhere.</summary>
    public LogFormat LogFormat { get; set; } = OperatorEnvironment.IsInCluster ? LogFormat.Json : LogFormat.Text;

    /// <summary>Least level that is logged. Default Information.</summary>
    public LogLevel LogLevel { get; set; } = LogLevel.Information;
}
