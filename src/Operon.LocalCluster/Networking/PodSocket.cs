using System.Net;
using System.Net.Sockets;

namespace Operon.LocalCluster.Networking;

/// <summary>
/// Sockets to pods that notice when the pod is gone. The network of a killed pod may vanish before its kernel has said goodbye; without
/// time limits such a connection would hang, and with it every client behind the proxy.
/// </summary>
internal static class PodSocket
{
    private const int TcpLevel = 6;
    private const int TcpUserTimeout = 18;
    private const int UnansweredMilliseconds = 3_000;

    public static Socket Create()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 2);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 1);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);

        // Keep-alive is silent while sent bytes wait for an answer; this limit is for them.
        socket.SetRawSocketOption(TcpLevel, TcpUserTimeout, BitConverter.GetBytes(UnansweredMilliseconds));
        return socket;
    }

    /// <summary>Connects to a port of a pod; throws <see cref="SocketException"/> when nobody listens there.</summary>
    public static async ValueTask<Stream> ConnectAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = Create();
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
