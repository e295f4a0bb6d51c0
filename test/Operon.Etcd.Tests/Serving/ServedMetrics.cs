using Operon.Etcd.Api;
using Operon.Etcd.Serving;
using Operon.Runtime;
using Xunit;

namespace Operon.Etcd.Tests.Serving;

/// <summary>What <c>/metrics</c> says after a few things have happened.</summary>
internal static class ServedMetrics
{
    public static async Task<string> ReadAsync(IReadOnlyList<EtcdCluster> clusters, Action<OperatorMetrics>? happen = null)
    {
        var token = TestContext.Current.CancellationToken;
        await using var server = await EndpointServer.StartAsync(new EndpointOptions { MetricsAddress = "127.0.0.1:0" }, token);
        using var metrics = new OperatorMetrics(TimeProvider.System);
        metrics.Show(() => clusters);
        happen?.Invoke(metrics);
        using var http = new HttpClient { BaseAddress = server.MetricsUrl };
        return await http.GetStringAsync("/metrics", token);
    }
}
