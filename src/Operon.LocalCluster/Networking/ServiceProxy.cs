using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Operon.LocalCluster.Networking;

/// <summary>
/// Forwards TCP connections on service addresses to ready pods, in turn. The pod sees the bridge as the source. With no
/// ready pod a connection is refused, as kube-proxy does.
/// </summary>
internal sealed partial class ServiceProxy(ILogger<ServiceProxy> logger) : IAsyncDisposable
{
    private static readonly TimeSpan DialTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(10);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<(IPAddress Address, int Port), Listener> _listeners = [];
    private readonly HashSet<IPAddress> _addresses = [];
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Makes the listening addresses and their backends what <paramref name="wanted"/> says.</summary>
    public async Task ApplyAsync(IReadOnlyList<ServiceEndpoint> wanted, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var reserved = new HashSet<IPAddress> { ClusterAddresses.ApiServer, ClusterAddresses.Dns };
            foreach (var address in wanted.Select(service => service.Address).Distinct().Where(address => !reserved.Contains(address)))
            {
                if (!_addresses.Contains(address))
                {
                    await ClusterNetwork.AddServiceAddressAsync(address, cancellationToken);
                    _addresses.Add(address);
                }
            }

            // Without a backend nothing listens: the kernel refuses the connection at once.
            var listening = wanted
                .Where(service => service.Backends.Count > 0 && !(service.Address.Equals(ClusterAddresses.Dns) && service.Port == 53))
                .DistinctBy(service => (service.Address, service.Port))
                .ToDictionary(service => (service.Address, service.Port));
            foreach (var (key, listener) in _listeners.Where(listener => !listening.ContainsKey(listener.Key)).ToList())
            {
                listener.Close();
                _listeners.Remove(key);
            }

            foreach (var (key, service) in listening)
            {
                if (_listeners.TryGetValue(key, out var listener))
                {
                    listener.Backends = service.Backends;
                }
                else
                {
                    _listeners.Add(key, Listen(service));
                }
            }

            var kept = wanted.Select(service => service.Address).ToHashSet();
            foreach (var address in _addresses.Where(address => !kept.Contains(address)).ToList())
            {
                await ClusterNetwork.RemoveServiceAddressAsync(address, cancellationToken);
                _addresses.Remove(address);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach (var listener in _listeners.Values)
        {
            listener.Close();
        }

        _stopping.Dispose();
        _gate.Dispose();
    }

    private Listener Listen(ServiceEndpoint service)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(service.Address, service.Port));
        socket.Listen(256);
        var listener = new Listener(socket) { Backends = service.Backends };
        _ = AcceptAsync(listener);
        return listener;
    }

    private async Task AcceptAsync(Listener listener)
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.Socket.AcceptAsync(_stopping.Token);
            }
            catch (Exception error) when (error is ObjectDisposedException or OperationCanceledException || listener.IsClosed)
            {
                return;
            }
            catch (SocketException error)
            {
                // One lost connection, or too few descriptors for a moment: a listener that nobody accepts from would hang all who come later.
                Log.AcceptFailed(logger, error);
                await Task.Delay(AcceptPause, CancellationToken.None);
                continue;
            }

            _ = ForwardAsync(client, listener);
        }
    }

    private async Task ForwardAsync(Socket client, Listener listener)
    {
        using (client)
        {
            var backends = listener.Backends;
            var first = listener.Next();
            for (var tries = 0; tries < backends.Count; tries++)
            {
                var target = backends[(int)((first + (uint)tries) % (uint)backends.Count)];
                using var backend = PodSocket.Create();
                try
                {
                    using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
                    limit.CancelAfter(DialTimeout);
                    client.NoDelay = true;
                    await backend.ConnectAsync(target, limit.Token);
                }
                catch (Exception error) when (error is SocketException or OperationCanceledException)
                {
                    Log.DialFailed(logger, target, error);
                    continue;
                }

                await StreamRelay.RunAsync(client, backend, _stopping.Token);
                return;
            }

            // A linger of zero turns the close into a reset: the client learns at once that nobody is there.
            client.LingerState = new LingerOption(true, 0);
        }
    }

    private sealed class Listener(Socket socket)
    {
        private uint _next;

        public Socket Socket { get; } = socket;

        public required volatile IReadOnlyList<IPEndPoint> Backends;

        public volatile bool IsClosed;

        public void Close()
        {
            IsClosed = true;
            Socket.Dispose();
        }

        public uint Next() => Interlocked.Increment(ref _next);
    }

    private static partial class Log
    {
        [LoggerMessage(2012, LogLevel.Warning, "A connection to a service address could not be accepted")]
        public static partial void AcceptFailed(ILogger logger, Exception error);

        [LoggerMessage(2011, LogLevel.Debug, "Service proxy cannot reach {Backend}")]
        public static partial void DialFailed(ILogger logger, IPEndPoint backend, Exception error);
    }
}
