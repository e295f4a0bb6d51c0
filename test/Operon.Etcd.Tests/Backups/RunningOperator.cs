using Operon.Testing;

namespace Operon.Etcd.Tests.Backups;

/// <summary>The operators of backups and restores in this process, until it is disposed of.</summary>
internal sealed class RunningOperator : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public RunningOperator(TestCluster cluster, EtcdOperatorParts parts = EtcdOperatorParts.Backups | EtcdOperatorParts.Restores) => _running = EtcdOperator.RunAsync(
        new EtcdOperatorOptions { Client = cluster.Client, Namespace = "default", Identity = $"operator-{Guid.NewGuid():N}", Parts = parts, Image = "operon/etcd-operator", EnvironmentVariables = _ => null },
        _stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }
}
