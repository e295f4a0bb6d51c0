using System.Net;
using System.Net.Sockets;
using Operon.ApiServer;
using Operon.ApiServer.Hosting;

namespace Operon.Testing;

/// <summary>The API server of a test: one address for clients under test, with faults, and one without for the test itself.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly Socket _port;
    private readonly RequestInterceptor _interceptor;
    private readonly ApiServerListener _sideDoor;

    private TestServer(Socket port, RequestInterceptor interceptor, ApiServerHost host, ApiServerListener sideDoor)
    {
        _port = port;
        _interceptor = interceptor;
        Host = host;
        _sideDoor = sideDoor;
    }

    public ApiServerHost Host { get; }

    /// <summary>Where neither faults nor outages reach.</summary>
    public Uri SideDoor => _sideDoor.Address;

    public static async Task<TestServer> StartAsync(TestClusterOptions options, FaultInjector faults, RequestJournal journal, CancellationToken cancellationToken)
    {
        var port = Reserve();
        var interceptor = new RequestInterceptor(faults, journal, options.TimeProvider);
        ApiServerHost? host = null;
        try
        {
            var settings = options.Server with
            {
                Listen = (IPEndPoint)port.LocalEndPoint!,
                TimeProvider = options.TimeProvider,
                LoggerFactory = options.LoggerFactory ?? options.Server.LoggerFactory,
                CertificateClock = TimeProvider.System,
                Interceptor = interceptor.HandleAsync,
            };
            host = await ApiServerHost.StartAsync(settings, cancellationToken);
            interceptor.Authenticator = host.Core.Authenticator;
            faults.Revision = () => host.Core.Store.Revision;
            var sideDoor = await ApiServerListener.StartAsync(
                settings with { Listen = new IPEndPoint(IPAddress.Loopback, 0), AlsoListen = [], ListenHandle = null, UnixSocketPath = null, Interceptor = null }, host.Core, cancellationToken);
            return new TestServer(port, interceptor, host, sideDoor);
        }
        catch
        {
            if (host is not null)
            {
                await host.DisposeAsync();
            }

            interceptor.Dispose();
            port.Dispose();
            throw;
        }
    }

    /// <summary>Every request, and every watch that is open, finds that its history is gone.</summary>
    public void Compact() => Host.Core.Store.Compact();

    public async ValueTask DisposeAsync()
    {
        _interceptor.Stop();
        await _sideDoor.AbortAsync();
        await Host.DisposeAsync();
        _interceptor.Dispose();
        _port.Dispose();
    }

    /// <summary>A port that stays ours while the server is down: a socket that is bound but does not listen refuses connections.</summary>
    private static Socket Reserve()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
