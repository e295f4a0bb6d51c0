using Operon.Runtime;
using Operon.Testing;

namespace Orchard.Tests;

/// <summary>The operator in the test's process, on a test cluster, as a user that has the rights of its generated role and no others.</summary>
internal sealed class RunningOperator(OperatorHost host) : IAsyncDisposable
{
    public const string User = "operator";

    /// <summary>What config/rbac/role.yaml grants.</summary>
    public static RoleSet Roles { get; } = RoleSet.Generated(typeof(OperatorComponents).Assembly);

    public static async Task<RunningOperator> StartAsync(TestCluster cluster, CancellationToken cancellationToken)
    {
        await cluster.AddUserAsync(User, Roles, cancellationToken);
        var builder = OperatorHost.CreateBuilder(["--log-level", "Warning"]);
        builder.Options.LeaderElection = false;
        builder.Options.Namespaces = [];
        builder.ConnectBy(_ => cluster.ClientOptionsFor(User));
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
