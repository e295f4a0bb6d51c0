using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Operon.LocalCluster.Networking.Dns;

/// <summary>Answers the pods' questions over UDP and TCP.</summary>
internal sealed partial class DnsServer(Func<DnsZone> zone, ILogger<DnsServer> logger)
{
    /// <summary>Serves on the cluster's DNS address until cancelled.</summary>
    public Task ServeClusterAsync(CancellationToken cancellationToken) => RunAsync(new IPEndPoint(ClusterAddresses.Dns, 53), cancellationToken);

    /// <summary>Serves on <paramref name="endpoint"/> until cancelled.</summary>
    public async Task RunAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        udp.Bind(endpoint);
        tcp.Bind(endpoint);
        tcp.Listen(128);
        try
        {
            await Task.WhenAll(ServeUdpAsync(udp, cancellationToken), ServeTcpAsync(tcp, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task ServeUdpAsync(Socket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        while (true)
        {
            SocketReceiveFromResult received;
            try
            {
                received = await socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), cancellationToken);
            }
            catch (SocketException error)
            {
                // The kernel hands the fate of an earlier answer to the next receive.
                Log.ReceiveFailed(logger, error);
                continue;
            }

            if (DnsMessage.Read(buffer.AsSpan(0, received.ReceivedBytes)) is not { } query)
            {
                continue;
            }

            try
            {
                await socket.SendToAsync(query.Respond(Answer(query), query.UdpSize), SocketFlags.None, received.RemoteEndPoint, cancellationToken);
            }
            catch (SocketException error)
            {
                Log.ReplyFailed(logger, received.RemoteEndPoint, error);
            }
        }
    }

    private async Task ServeTcpAsync(Socket listener, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var client = await listener.AcceptAsync(cancellationToken);
                _ = ServeClientAsync(client, cancellationToken);
            }
            catch (SocketException error)
            {
                Log.ReceiveFailed(logger, error);
                await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken);
            }
        }
    }

    private async Task ServeClientAsync(Socket client, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            var length = new byte[2];
            while (await stream.ReadAtLeastAsync(length, 2, throwOnEndOfStream: false, cancellationToken) == 2)
            {
                var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(message, cancellationToken);
                if (DnsMessage.Read(message) is not { } query)
                {
                    return;
                }

                var response = query.Respond(Answer(query), ushort.MaxValue);
                BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)response.Length);
                await stream.WriteAsync((byte[])[.. length, .. response], cancellationToken);
            }
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
        {
            Log.ClientLost(logger, error);
        }
    }

    private DnsAnswer Answer(DnsMessage query) =>
        query.Question is { } question ? zone().Answer(question) : new DnsAnswer(DnsResponseCode.FormatError, [], []);

    private static partial class Log
    {
        [LoggerMessage(2003, LogLevel.Warning, "A DNS question could not be received")]
        public static partial void ReceiveFailed(ILogger logger, Exception error);

        [LoggerMessage(2001, LogLevel.Debug, "Cannot send a DNS answer to {Client}")]
        public static partial void ReplyFailed(ILogger logger, EndPoint client, Exception error);

        [LoggerMessage(2002, LogLevel.Debug, "A DNS client over TCP went away")]
        public static partial void ClientLost(ILogger logger, Exception error);
    }
}
