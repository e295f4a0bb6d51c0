using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Operon.ApiServer.Tests.Hosting;

public sealed class ListeningTests
{
    [Fact]
    public async Task An_inherited_socket_is_served_under_its_own_address()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;

        await using var server = await TestServer.StartAsync(new ApiServerOptions { ListenHandle = (ulong)socket.Handle });
        // The server owns the descriptor from here on; disposing a socket without one would never return.
        socket.SafeHandle.SetHandleAsInvalid();

        Assert.Equal(port, server.Host.Address.Port);
        Assert.Equal("36", (string)(await server.GetAsync("/version"))["minor"]!);
    }

    [Fact]
    public async Task A_unix_socket_serves_the_same_https()
    {
        var path = Path.Combine(Path.GetTempPath(), $"operon-{Guid.NewGuid():N}.sock");
        await using var server = await TestServer.StartAsync(new ApiServerOptions { UnixSocketPath = path });
        var client = server.ClientThrough(path);

        Assert.Equal("ok", await client.GetStringAsync(new Uri("/readyz", UriKind.Relative), TestServer.Cancel));
    }

    [Fact]
    public async Task Http2_is_spoken_to_those_who_ask()
    {
        await using var server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/version") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

        using var response = await server.Admin.SendAsync(request, TestServer.Cancel);

        Assert.Equal(HttpVersion.Version20, response.Version);
    }

    [Fact]
    public async Task Bodies_over_three_mebibytes_are_refused()
    {
        await using var server = await TestServer.StartAsync();

        var status = await server.PostAsync("/api/v1/namespaces/default/configmaps", new string(' ', 3 * 1024 * 1024 + 1), 413);

        Assert.Equal("RequestEntityTooLarge", (string)status["reason"]!);
    }

    [Fact]
    public async Task Stopping_ends_open_watches()
    {
        var server = await TestServer.StartAsync();
        using var watch = await server.WatchAsync("/api/v1/pods?watch=true");

        await server.Host.DisposeAsync();

        Assert.Null(await watch.NextAsync());
    }
}
