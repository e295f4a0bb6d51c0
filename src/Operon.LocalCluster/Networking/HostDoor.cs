using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Operon.LocalCluster.Networking.Dns;

namespace Operon.LocalCluster.Networking;

/// <summary>
/// The way out of a local cluster's network to programs of this user on the machine's loopback addresses, such as an operator that runs outside and serves webhooks. Each process
/// that wants to be reached opens a door of its own, a UNIX socket in the cluster's data directory.
/// </summary>
public static class HostDoor
{
    private const string Pattern = "host-*.sock";

    /// <summary>Keeps the door of this process open until it is cancelled. Runs outside the cluster's network.</summary>
    /// <param name="dataDirectory">The cluster's data directory.</param>
    /// <param name="loggerFactory">Where it logs.</param>
    /// <param name="cancellationToken">Closes the door.</param>
    public static Task OpenAsync(string dataDirectory, ILoggerFactory loggerFactory, CancellationToken cancellationToken) =>
        new DialServer(() => DnsZone.Empty, loggerFactory.CreateLogger<DialServer>())
            .RunAsync(Path.Combine(dataDirectory, $"host-{Environment.ProcessId}.sock"), cancellationToken);

    /// <summary>
    /// Connects from inside the cluster's network: through the doors for loopback addresses, directly for all others. Throws <see cref="SocketException"/> when nobody answers.
    /// </summary>
    /// <param name="dataDirectory">The cluster's data directory.</param>
    /// <param name="endpoint">Whom to connect to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async ValueTask<Stream> DialAsync(string dataDirectory, DnsEndPoint endpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var isLoopback = endpoint.Host == "localhost" || (IPAddress.TryParse(endpoint.Host, out var address) && IPAddress.IsLoopback(address));
        if (!isLoopback)
        {
            return await ConnectAsync(endpoint, cancellationToken);
        }

        foreach (var door in Directory.EnumerateFiles(dataDirectory, Pattern))
        {
            try
            {
                return await new ClusterDialer(door).ConnectAsync(IPAddress.Loopback.ToString(), endpoint.Port, cancellationToken);
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // Somebody else's door, or one whose process is gone: another may lead there.
            }
        }

        throw new SocketException((int)SocketError.ConnectionRefused);
    }

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
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
