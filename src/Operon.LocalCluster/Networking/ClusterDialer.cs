using System.Net.Sockets;
using System.Text;

namespace Operon.LocalCluster.Networking;

/// <summary>
/// Reaches pods and services of a local cluster from a process of the host. Fits
/// <see cref="SocketsHttpHandler.ConnectCallback"/>: <c>(context, ct) =&gt; new(dialer.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, ct))</c>.
/// </summary>
/// <param name="socketPath">The cluster's dial socket, <c>dial.sock</c> in its data directory.</param>
public sealed class ClusterDialer(string socketPath)
{
    /// <summary>Name of the dial socket in the data directory.</summary>
    public const string SocketName = "dial.sock";

    /// <summary>
    /// Connects to <paramref name="host"/>, an address or a name of the cluster's DNS such as <c>example.default.svc</c>. Throws
    /// <see cref="IOException"/> with the cluster's reason when it cannot be reached there, <see cref="SocketException"/> when the
    /// cluster does not run.
    /// </summary>
    public async Task<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"CONNECT {host}:{port}\n"), cancellationToken);
            var reply = await DialServer.ReadLineAsync(socket, cancellationToken);
            return reply == DialServer.Connected
                ? new NetworkStream(socket, ownsSocket: true)
                : throw new IOException($"The cluster cannot connect to {host}:{port}: {reply ?? "the connection was closed"}");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
