using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Operon.Runtime;
using Xunit;

namespace Operon.Hosting.Tests;

public sealed class EndpointServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Zero_switches_an_address_off()
    {
        await using var server = await EndpointServer.StartAsync(new EndpointOptions { MetricsAddress = "0", HealthAddress = "0" }, Cancellation);
        Assert.Null(server.MetricsUrl);
        Assert.Null(server.HealthUrl);
    }

    [Fact]
    public async Task Metrics_and_health_have_addresses_of_their_own()
    {
        await using var server = await EndpointServer.StartAsync(new EndpointOptions { MetricsAddress = "127.0.0.1:0", HealthAddress = "localhost:0" }, Cancellation);
        Assert.Equal(200, (await Web.GetAsync(server.MetricsUrl!, "/metrics")).Code);
        Assert.Equal(404, (await Web.GetAsync(server.MetricsUrl!, "/healthz")).Code);
        Assert.Equal(200, (await Web.GetAsync(server.HealthUrl!, "/healthz")).Code);
        Assert.Equal(404, (await Web.GetAsync(server.HealthUrl!, "/metrics")).Code);
    }

    [Theory]
    [InlineData(":0", @"Serving metrics at http://(\[::\]|0\.0\.0\.0):[1-9]\d*/ ")]
    [InlineData("127.0.0.1:0", @"Serving metrics at http://127\.0\.0\.1:[1-9]\d*/ ")]
    public async Task The_log_says_what_is_listened_on(string address, string shown)
    {
        using var log = new LoggedLines();
        await using var server = await EndpointServer.StartAsync(new EndpointOptions { MetricsAddress = address, HealthAddress = "0", LoggerFactory = log }, Cancellation);
        Assert.Matches(shown, Assert.Single(log.Of(200)));
        Assert.Equal(200, (await Web.GetAsync(server.MetricsUrl!, "/metrics")).Code);
    }

    [Fact]
    public async Task One_address_can_serve_both()
    {
        // The port is free at this moment; a rare race with another process is met by another try.
        for (var attempt = 0; ; attempt++)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var address = probe.LocalEndpoint.ToString()!;
            probe.Stop();
            try
            {
                await using var server = await EndpointServer.StartAsync(new EndpointOptions { MetricsAddress = address, HealthAddress = address }, Cancellation);
                Assert.Equal(200, (await Web.GetAsync(server.MetricsUrl!, "/metrics")).Code);
                Assert.Equal(200, (await Web.GetAsync(server.MetricsUrl!, "/healthz")).Code);
                return;
            }
            catch (IOException) when (attempt < 5)
            {
            }
        }
    }

    [Fact]
    public async Task A_taken_address_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = other.LocalEndpoint.ToString()!;
        var e = await Assert.ThrowsAsync<IOException>(() => EndpointServer.StartAsync(new EndpointOptions { MetricsAddress = address }, Cancellation));
        Assert.Contains(address, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_and_dotnet_metrics_are_exported()
    {
        await using var server = await EndpointServer.StartAsync(new EndpointOptions { MetricsAddress = "127.0.0.1:0" }, Cancellation);
        var (_, text) = await Web.GetAsync(server.MetricsUrl!, "/metrics");
        foreach (var name in (string[])["process_cpu_seconds_total", "process_resident_memory_bytes", "process_virtual_memory_bytes", "process_start_time_seconds", "process_open_fds", "process_max_fds", "dotnet_gc_collections_total", "dotnet_process_memory_working_set_bytes"])
        {
            Assert.Contains($"\n{name}", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task OpenMetrics_is_served_to_those_who_accept_it()
    {
        await using var server = await EndpointServer.StartAsync(new EndpointOptions { MetricsAddress = "127.0.0.1:0" }, Cancellation);
        var (_, text) = await Web.GetAsync(server.MetricsUrl!, "/metrics", accept: "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;q=0.1");
        Assert.EndsWith("# EOF\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handlers_of_the_program_are_served_beside_the_metrics()
    {
        var options = new EndpointOptions
        {
            MetricsAddress = "127.0.0.1:0",
            Handlers = new Dictionary<string, RequestDelegate> { ["/debug/state"] = context => context.Response.WriteAsync($"asked for {context.Request.Path}") },
        };
        await using var server = await EndpointServer.StartAsync(options, Cancellation);
        Assert.Equal((200, "asked for /debug/state/deep"), await Web.GetAsync(server.MetricsUrl!, "/debug/state/deep"));
        Assert.Equal(404, (await Web.GetAsync(server.MetricsUrl!, "/debug")).Code);
    }

    [Theory]
    [InlineData("8080")]
    [InlineData("127.0.0.1")]
    [InlineData("example.com:8080")]
    [InlineData(":99999")]
    public void What_is_no_address_is_refused_with_forms_that_work(string text)
    {
        var e = Assert.Throws<FormatException>(() => ListenAddress.Parse(text));
        Assert.Contains("write :8080", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(":8080", 8080)]
    [InlineData("localhost:81", 81)]
    [InlineData("[::1]:82", 82)]
    [InlineData("0.0.0.0:83", 83)]
    public void Addresses_are_read_as_Go_reads_them(string text, int port) => Assert.Equal(port, ListenAddress.Parse(text)!.Port);
}
