using Operon.Runtime;

namespace Operon.Etcd.Serving;

/// <summary><c>/metrics</c>, <c>/healthz</c> and <c>/readyz</c> at the one address of <c>-listen-addr</c>.</summary>
internal static class ServedEndpoints
{
    public static Task<EndpointServer> StartAsync(EtcdOperatorOptions options, ControllerManager manager, HealthChecks readiness, CancellationToken cancellationToken)
    {
        var address = options.Listen?.ToString() ?? "0";
        return EndpointServer.StartAsync(
            new EndpointOptions
            {
                MetricsAddress = address,
                HealthAddress = address,
                Liveness = [manager.Health.Liveness],
                Readiness = [readiness, manager.Health.Readiness],
                LoggerFactory = options.LoggerFactory,
                TimeProvider = options.TimeProvider,
            },
            cancellationToken);
    }
}
