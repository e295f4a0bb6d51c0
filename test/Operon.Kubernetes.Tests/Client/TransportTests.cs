using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace Operon.Kubernetes.Tests;

public sealed class TransportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_at_the_same_time_share_one_http_2_connection()
    {
        const int Calls = 20;
        var arrived = 0;
        var all = new TaskCompletionSource();
        await using var server = await HttpsServer.StartAsync(answer: async context =>
        {
            if (Interlocked.Increment(ref arrived) == Calls + 1)
            {
                all.SetResult();
            }

            // The first opens the connection; the others are all open at once before any is answered.
            await (context.Request.Path.Value!.EndsWith("first", StringComparison.Ordinal) ? Task.CompletedTask : all.Task.WaitAsync(context.RequestAborted));
            await context.Response.WriteAsync("""{"metadata":{"name":"n"}}""");
        });
        await using var client = KubernetesClient.Create(server.Options());
        var nodes = client.Resource(ResourceKinds.Node);

        await nodes.GetAsync(null, "first", Token);
        await Task.WhenAll(Enumerable.Range(0, Calls).Select(i => nodes.GetAsync(null, $"n{i}", Token)));

        Assert.All(server.Requests, request => Assert.Equal("HTTP/2", request.Protocol));
        Assert.Single(server.Requests.Select(request => request.Connection).Distinct());
    }

    [Fact]
    public async Task A_server_without_http_2_is_spoken_to_in_http_1()
    {
        await using var server = await HttpsServer.StartAsync(HttpProtocols.Http1);
        await using var client = KubernetesClient.Create(server.Options());
        await client.Resource(ResourceKinds.Node).GetAsync(null, "n", Token);
        Assert.Equal("HTTP/1.1", server.Requests.Single().Protocol);
    }

    [Fact]
    public async Task A_connection_that_fell_silent_is_found_by_ping_and_replaced()
    {
        await using var server = await HttpsServer.StartAsync();
        SilentStream? latest = null;
        await using var client = KubernetesClient.Create(server.Options() with
        {
            KeepAlivePingDelay = TimeSpan.FromSeconds(1),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(1),
            RequestTimeout = Timeout.InfiniteTimeSpan,
            ConnectCallback = async (endpoint, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Parse(endpoint.Host), endpoint.Port, cancellationToken);
                return latest = new SilentStream(socket);
            },
        });
        var nodes = client.Resource(ResourceKinds.Node);
        await nodes.GetAsync(null, "n", Token);

        // Without pings this call would never end.
        latest!.FallSilent();
        await Assert.ThrowsAsync<HttpRequestException>(() => nodes.GetAsync(null, "n", Token).WaitAsync(TimeSpan.FromMinutes(1), Token));

        Assert.Equal("n", (await nodes.GetAsync(null, "n", Token).WaitAsync(TimeSpan.FromMinutes(1), Token)).Metadata.Name);
        Assert.Equal(2, server.Requests.Select(request => request.Connection).Distinct().Count());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("jane:p@ss:word")]
    public async Task A_proxy_carries_the_connection_and_gets_the_password_of_its_address(string? userAndPassword)
    {
        await using var server = await HttpsServer.StartAsync();
        await using var proxy = new ConnectProxy(userAndPassword);
        var user = userAndPassword is null ? "" : $"jane:{Uri.EscapeDataString("p@ss:word")}@";
        var kubeconfig = $$"""
            current-context: c
            contexts:
            - {name: c, context: {cluster: c} }
            clusters:
            - name: c
              cluster: {server: "{{server.Address}}", certificate-authority-data: {{Convert.ToBase64String(Encoding.UTF8.GetBytes(server.Authority.Pem))}}, proxy-url: "http://{{user}}127.0.0.1:{{proxy.Port}}"}
            """;
        await using (var client = KubernetesClient.Create(KubernetesClientOptions.FromKubeconfigText(kubeconfig)))
        {
            await client.Resource(ResourceKinds.Node).GetAsync(null, "n", Token);
        }

        Assert.Equal(server.Address.Authority, proxy.Targets.Single());
        Assert.Equal("HTTP/2", server.Requests.Single().Protocol);
    }

    [Fact]
    public async Task The_answer_body_is_awaited_and_no_thread_is_held_while_it_trickles()
    {
        // More calls than the pool has threads: if a call held a thread while its body is on the way, the release below could not run in time.
        var calls = Math.Max(Environment.ProcessorCount, 4) * 16;
        var half = new TaskCompletionSource();
        var started = 0;
        await using var server = await HttpsServer.StartAsync(answer: async context =>
        {
            await context.Response.WriteAsync("""{"metadata":""");
            await context.Response.Body.FlushAsync();
            if (Interlocked.Increment(ref started) == calls)
            {
                half.SetResult();
            }

            await half.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync("""{"name":"n"}}""");
        });
        await using var client = KubernetesClient.Create(server.Options());
        var nodes = client.Resource(ResourceKinds.Node);
        var all = await Task.WhenAll(Enumerable.Range(0, calls).Select(_ => nodes.GetAsync(null, "n", Token)));
        Assert.All(all, node => Assert.Equal("n", node.Metadata.Name));
    }
}
