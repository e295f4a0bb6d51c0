using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Operon.Kubernetes.Tests;

/// <summary>An HTTP proxy that knows CONNECT, with a password if one is given.</summary>
internal sealed class ConnectProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly string? _authorization;
    private readonly Task _run;

    public ConnectProxy(string? userAndPassword = null)
    {
        _authorization = userAndPassword is null ? null : $"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(userAndPassword))}";
        _listener.Start();
        _run = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The targets it connected to.</summary>
    public ConcurrentQueue<string> Targets { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _run;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var connection = await _listener.AcceptTcpClientAsync(_stop.Token);
                _connections.Add(ServeAsync(connection));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient connection)
    {
        using var owned = connection;
        try
        {
            var client = connection.GetStream();
            var head = await HeadAsync(client);
            if (_authorization is not null && !head.Contains(_authorization, StringComparison.OrdinalIgnoreCase))
            {
                await client.WriteAsync("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), _stop.Token);
                return;
            }

            var target = head.Split(' ')[1];
            Targets.Enqueue(target);
            using var upstream = new TcpClient();
            await upstream.ConnectAsync(IPEndPoint.Parse(target), _stop.Token);
            await client.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), _stop.Token);
            await Task.WhenAny(client.CopyToAsync(upstream.GetStream(), _stop.Token), upstream.GetStream().CopyToAsync(client, _stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // A side hung up.
        }
    }

    private async Task<string> HeadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                throw new IOException("The client hung up.");
            }

            head.Add(one[0]);
        }

        return Encoding.ASCII.GetString([.. head]);
    }
}
