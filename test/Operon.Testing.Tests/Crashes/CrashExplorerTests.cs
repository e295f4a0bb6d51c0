using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Operon.Runtime;
using Xunit;
using static Operon.Testing.Tests.Samples;

namespace Operon.Testing.Tests.Crashes;

public sealed class CrashExplorerTests
{
    [Fact]
    public async Task A_reconciler_that_looks_before_it_writes_survives_a_crash_at_every_write()
    {
        await using var cluster = await StartAsync();

        var report = await Explorer(cluster, isCareful: true).RunAsync(Cancel);

        Assert.Equal(3, report.WritesOfACleanRun);
        Assert.Equal(6, report.Points.Count);
    }

    [Fact]
    public async Task A_reconciler_that_forgets_what_it_had_begun_is_found_out()
    {
        await using var cluster = await StartAsync();

        var error = await Assert.ThrowsAsync<TestClusterException>(() => Explorer(cluster, isCareful: false).RunAsync(Cancel));

        Assert.Contains("after write 1", error.Message, StringComparison.Ordinal);
    }

    /// <summary>For each map: two children, then a mark. The careless one gives its children names by chance.</summary>
    private static CrashExplorer Explorer(TestCluster cluster, bool isCareful)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        return new CrashExplorer(cluster)
        {
            Timeout = isCareful ? TestCluster.DefaultTimeout : TimeSpan.FromSeconds(3),
            Between = () => clock.Advance(TimeSpan.FromMilliseconds(200)),
            Arrange = namespaceName => cluster.CreateAsync(ResourceKinds.ConfigMap, ConfigMap("parent", "", namespaceName), Cancel),
            Converged = async namespaceName =>
            {
                var maps = (await cluster.Observer.Resource(ResourceKinds.ConfigMap).ListAsync(namespaceName, null, Cancel)).Items;
                return maps.Count == 3 && maps.Any(map => map.Data["value"] == "done");
            },
            Run = (client, namespaceName, cancellationToken) =>
            {
                var manager = new ControllerManager(client, new ControllerManagerOptions { TimeProvider = clock, Namespaces = [namespaceName] });
                var maps = manager.Client.Resource(ResourceKinds.ConfigMap);
                manager.Controller("parent", ResourceKinds.ConfigMap).ReconcileWith(async (context, token) =>
                {
                    if (context.Key.Name != "parent" || await maps.GetAsync(namespaceName, "parent", token) is not { } parent || parent.Data["value"] == "done")
                    {
                        return ReconcileResult.Done;
                    }

                    for (var i = 0; i < 2; i++)
                    {
                        var name = isCareful ? $"child-{i}" : $"child-{Guid.NewGuid():N}";
                        if (await maps.FindAsync(namespaceName, name, token) is null)
                        {
                            await maps.CreateAsync(ConfigMap(name, "", namespaceName), token);
                        }
                    }

                    parent.Data["value"] = "done";
                    await maps.UpdateAsync(parent, token);
                    return ReconcileResult.Done;
                });
                return manager.RunAsync(cancellationToken);
            },
        };
    }
}
