using Xunit;

namespace Operon.Runtime.Tests;

public sealed class HealthStateTests
{
    private readonly HealthState _health = new ControllerManager(new FakeCluster()).Health;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_unhealthy_check_makes_the_report_unhealthy_and_can_be_excluded_or_asked_alone()
    {
        _health.Liveness.Add("disk", () => HealthResult.Unhealthy("full"));
        var report = await _health.Liveness.CheckAsync(Token);
        Assert.False(report.IsHealthy);
        Assert.Equal(["disk", "ping"], report.Checks.Select(check => check.Key));
        Assert.Equal("full", report.Checks[0].Value.Problem);

        Assert.True((await _health.Liveness.CheckAsync(Token, exclude: ["disk"])).IsHealthy);
        Assert.False((await _health.Liveness.CheckAsync("disk", Token))!.Value.IsHealthy);
        Assert.True((await _health.Liveness.CheckAsync("ping", Token))!.Value.IsHealthy);
        Assert.Null(await _health.Liveness.CheckAsync("nosuch", Token));
    }

    [Fact]
    public async Task A_check_that_throws_is_unhealthy_by_its_message()
    {
        _health.Liveness.Add("remote", _ => throw new InvalidOperationException("no answer"));
        Assert.Equal("no answer", (await _health.Liveness.CheckAsync("remote", Token))!.Value.Problem);
    }

    [Fact]
    public async Task Readiness_follows_the_manager_from_start_to_stop()
    {
        var manager = new ControllerManager(new FakeCluster());
        Assert.Equal("the manager has not started", (await manager.Health.Readiness.CheckAsync("manager", Token))!.Value.Problem);
        var running = new RunningManager(manager);
        await manager.Elected.WaitAsync(Token);
        Assert.True((await manager.Health.Readiness.CheckAsync(Token)).IsHealthy);
        await running.StopAsync();
        Assert.Equal("the manager stops", (await manager.Health.Readiness.CheckAsync("manager", Token))!.Value.Problem);
    }

    [Theory]
    [InlineData("ping")]
    [InlineData("a/b")]
    [InlineData("")]
    public void Names_that_are_taken_or_do_not_fit_a_path_are_refused(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => _health.Liveness.Add(name, () => HealthResult.Healthy));
}
