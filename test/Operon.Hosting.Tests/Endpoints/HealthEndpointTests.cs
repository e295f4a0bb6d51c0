using Operon.Runtime;
using Xunit;

namespace Operon.Hosting.Tests;

public sealed class HealthEndpointTests
{
    private readonly HealthChecks _checks = new();

    public HealthEndpointTests() => _checks.Add("ping", () => HealthResult.Healthy);

    [Fact]
    public async Task Healthy_checks_answer_ok_and_a_list_when_asked_for()
    {
        await using var server = await StartAsync();
        Assert.Equal((200, "ok"), await Web.GetAsync(server.HealthUrl!, "/readyz"));
        Assert.Equal((200, "[+]ping ok\nreadyz check passed\n"), await Web.GetAsync(server.HealthUrl!, "/readyz?verbose"));
    }

    [Fact]
    public async Task One_failed_check_fails_the_endpoint_and_says_why()
    {
        _checks.Add("database", () => HealthResult.Unhealthy("no answer"));
        await using var server = await StartAsync();
        Assert.Equal((500, "[-]database failed: no answer\n[+]ping ok\nreadyz check failed\n"), await Web.GetAsync(server.HealthUrl!, "/readyz"));
    }

    [Fact]
    public async Task Each_check_has_a_path_of_its_own()
    {
        _checks.Add("database", () => HealthResult.Unhealthy("no answer"));
        await using var server = await StartAsync();
        Assert.Equal((200, "ok"), await Web.GetAsync(server.HealthUrl!, "/readyz/ping"));
        Assert.Equal((500, "no answer\n"), await Web.GetAsync(server.HealthUrl!, "/readyz/database"));
        Assert.Equal(404, (await Web.GetAsync(server.HealthUrl!, "/readyz/nothing")).Code);
    }

    [Fact]
    public async Task Excluded_checks_do_not_count_and_unknown_ones_are_named()
    {
        _checks.Add("database", () => HealthResult.Unhealthy("no answer"));
        await using var server = await StartAsync();
        Assert.Equal((200, "ok"), await Web.GetAsync(server.HealthUrl!, "/readyz?exclude=database"));
        var (code, text) = await Web.GetAsync(server.HealthUrl!, "/readyz?verbose&exclude=database&exclude=nothing");
        Assert.Equal(200, code);
        Assert.Equal("[+]ping ok\n[+]database excluded: ok\nwarn: some health checks cannot be excluded: no matches for \"nothing\"\nreadyz check passed\n", text);
    }

    private Task<EndpointServer> StartAsync() =>
        EndpointServer.StartAsync(new EndpointOptions { HealthAddress = "127.0.0.1:0", Readiness = [_checks] }, TestContext.Current.CancellationToken);
}
