using Microsoft.Extensions.Logging;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>A cluster of a running operator: its client, its caches and controllers.</summary>
internal sealed class OperatorCluster : IAsyncDisposable
{
    private readonly KubernetesClient _client;

    public OperatorCluster(ClusterRegistration registration, OperatorOptions options, ILoggerFactory loggers, TimeProvider time)
    {
        Registration = registration;
        var connection = registration.Connection?.Invoke(options) ?? Default(options);
        _client = KubernetesClient.Create(connection with { UserAgent = $"{options.Name}/{OperatorVersion.Current}", FieldManager = options.Name, LoggerFactory = loggers });
        Lease = options.LeaderElection && registration.Name == ClusterRegistration.Primary
            ? new LeaderElectionOptions
            {
                LeaseName = options.LeaseName ?? options.Name,
                LeaseNamespace = options.LeaseNamespace,
                LeaseDuration = options.LeaseDuration,
                RenewDeadline = options.RenewDeadline,
                RetryPeriod = options.RetryPeriod,
            }
            : null;
        Manager = new ControllerManager(_client, new ControllerManagerOptions
        {
            Namespaces = registration.Namespaces ?? options.Namespaces,
            LeaderElection = Lease,
            Sharding = Lease is null || options.Shards == 0 ? null : SharesOf(options, Lease),
            LoggerFactory = loggers,
            TimeProvider = time,
            GracefulStopTimeout = options.GracefulStopTimeout,
            ResyncPeriod = options.ResyncPeriod,
            Controllers = new ControllerDefaults { Concurrency = options.Concurrency },
        });
        Installer = new CrdInstaller(_client, options.Name, time, loggers.CreateLogger<CrdInstaller>());
    }

    public ClusterRegistration Registration { get; }

    public ControllerManager Manager { get; }

    public CrdInstaller Installer { get; }

    public LeaderElectionOptions? Lease { get; }

    /// <summary>The client without the record of writes: for what no controller waits for.</summary>
    public IKubernetesClient Client => _client;

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private static ShardingOptions SharesOf(OperatorOptions options, LeaderElectionOptions lease) => new()
    {
        Name = lease.LeaseName,
        Namespace = lease.LeaseNamespace,
        Shards = options.Shards,
        By = options.ShardBy,
        Identity = lease.Identity,
        LeaseDuration = lease.LeaseDuration,
        RenewDeadline = lease.RenewDeadline,
        RetryPeriod = lease.RetryPeriod,
    };

    private static KubernetesClientOptions Default(OperatorOptions options) => options.Kubeconfig is null && options.Context is null
        ? KubernetesClientOptions.FromEnvironment()
        : KubernetesClientOptions.FromKubeconfig(options.Kubeconfig, options.Context);
}
