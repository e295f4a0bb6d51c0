using Operon.LocalCluster.Pods;

namespace Operon.LocalCluster.Tests.Pods;

public sealed class RestartBackoffTests
{
    [Fact]
    public void Waits_longer_each_time_and_starts_over_after_a_long_run()
    {
        var backoff = new RestartBackoff(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));

        var waits = Enumerable.Range(0, 8).Select(_ => backoff.After(TimeSpan.FromSeconds(1)).TotalSeconds).ToList();

        Assert.Equal([0, 10, 20, 40, 80, 160, 300, 300], waits);
        Assert.Equal(TimeSpan.Zero, backoff.After(TimeSpan.FromMinutes(10)));
        Assert.Equal(TimeSpan.FromSeconds(10), backoff.After(TimeSpan.Zero));
    }
}
