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
            // Long enough that a busy machine is not taken for a dead connection.
            KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
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
    public async Task No_answer_is_read_with_a_blocking_call()
    {
        var code = HttpStatusCode.OK;
        using var server = new ScriptedServer((_, _) => new HttpResponseMessage(code) { Content = new StreamContent(new AsynchronousStream("""{"kind":"Status","metadata":{"name":"n"},"items":[]}""")) });
        await using var client = server.Client();
        var nodes = client.Resource(ResourceKinds.Node);
        Assert.Equal("n", (await nodes.GetAsync(null, "n", Token)).Metadata.Name);
        Assert.Empty((await nodes.ListAsync(null, null, Token)).Items);
        await nodes.DeleteAsync(null, "n", Token);
        await nodes.Subresource(Subresources.Eviction).CreateAsync(null, "n", new k8s.Models.V1Eviction(), Token);
        Assert.NotNull(await client.SendJsonAsync(HttpMethod.Get, "/version", null, Token));
        Assert.Empty(await client.DiscoverAsync(Token));
        code = HttpStatusCode.NotFound;
        await Assert.ThrowsAsync<KubernetesApiException>(() => nodes.GetAsync(null, "n", Token));
    }

    /// <summary>A network stream to whom a synchronous read is an error.</summary>
    private sealed class AsynchronousStream(string text) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        private readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);
        private int _at;

        public override int Read(byte[] buffer, int offset, int count) => throw new InvalidOperationException("read with a blocked thread");

        public override int Read(Span<byte> buffer) => throw new InvalidOperationException("read with a blocked thread");

        public override void CopyTo(Stream destination, int bufferSize) => throw new InvalidOperationException("read with a blocked thread");

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => destination.WriteAsync(_bytes, cancellationToken).AsTask();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            if (_at == _bytes.Length)
            {
                return 0;
            }

            buffer.Span[0] = _bytes[_at++];
            return 1;
        }
    }
}
