using Operon.Testing;

namespace Orchard.Tests;

public sealed class CertificateReconcilerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Needs_no_rights_but_those_of_its_role()
    {
        await using var cluster = await TestCluster.StartAsync(new() { Namespaces = [], AlwaysInProcess = true }, Cancel);
        await using (await RunningOperator.StartAsync(cluster, Cancel))
        {
            // Create here what the controller acts on, and wait with cluster.EventuallyAsync for what it does.
        }

        // Rights of other controllers of this program are not used here.
        cluster.Requests.VerifyRole(RunningOperator.User, RunningOperator.Roles, allowUnused: true);
    }
}
