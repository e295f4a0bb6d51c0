__license__using Operon.Runtime;
using Operon.Testing;

namespace __Root__.Tests;

/// <summary>The operator in the test's process, on a test cluster.</summary>
internal sealed class RunningOperator(OperatorHost host) : IAsyncDisposable
{
    public static async Task<RunningOperator> StartAsync(TestCluster cluster, CancellationToken cancellationToken)
    {
        var builder = OperatorHost.CreateBuilder(["--log-level", "Warning", "--leader-election", "false"]);
        builder.ConnectBy(_ => cluster.ClientOptionsFor("operator", "system:masters"));
        builder.AddControllers();
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new RunningOperator(host);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        await host.DisposeAsync();
    }
}
