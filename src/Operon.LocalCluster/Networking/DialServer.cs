using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Operon.LocalCluster.Networking.Dns;

namespace Operon.LocalCluster.Networking;

/// <summary>
/// The way into the cluster's network: a UNIX socket (path sockets ignore network namespaces) that takes the line
/// <c>CONNECT host:port</c>, answers <c>OK</c> or <c>ERROR reason</c>, and then carries raw bytes.
/// </summary>
internal sealed partial class DialServer(Func<DnsZone> zone, ILogger<DialServer> logger)
{
    public const string Connected = "OK";

    private const int LongestLine = 512;
    private static readonly string[] SearchSuffixes = ["", ".svc." + ClusterAddresses.Domain, "." + ClusterAddresses.Domain, ".default.svc." + ClusterAddresses.Domain];

    public async Task RunAsync(string socketPath, CancellationToken cancellationToken)
    {
        File.Delete(socketPath);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(socketPath));
        File.SetUnixFileMode(socketPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        listener.Listen(256);
        try
        {
            while (true)
            {
                try
                {
                    var client = await listener.AcceptAsync(cancellationToken);
                    _ = ServeAsync(client, cancellationToken);
                }
                catch (SocketException error)
                {
                    Log.AcceptFailed(logger, error);
                    await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            File.Delete(socketPath);
        }
    }

    /// <summary>Reads byte by byte so that nothing after the line is taken away; null at the end of the stream.</summary>
    public static async Task<string?> ReadLineAsync(Socket socket, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var single = new byte[1];
        while (line.Length < LongestLine && await socket.ReceiveAsync(single, cancellationToken) == 1)
        {
            if (single[0] == '\n')
            {
                return line.ToString();
            }

            line.Append((char)single[0]);
        }

        return null;
    }

    private async Task ServeAsync(Socket client, CancellationToken cancellationToken)
    {
        using (client)
        using (var target = PodSocket.Create())
        {
            try
            {
                var line = await ReadLineAsync(client, cancellationToken);
                var failure = await ConnectAsync(target, line, cancellationToken);
                await client.SendAsync(Encoding.UTF8.GetBytes((failure is null ? Connected : "ERROR " + failure) + "\n"), cancellationToken);
                if (failure is null)
                {
                    await StreamRelay.RunAsync(client, target, cancellationToken);
                }
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException)
            {
                Log.ClientLost(logger, error);
            }
        }
    }

    private async Task<string?> ConnectAsync(Socket target, string? line, CancellationToken cancellationToken)
    {
        if (line?.Split(' ') is not ["CONNECT", var address] || address.LastIndexOf(':') is not (> 0 and var colon)
            || !ushort.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return "expected 'CONNECT host:port'";
        }

        var host = address[..colon];
        IReadOnlyList<IPAddress> addresses = IPAddress.TryParse(host, out var literal) ? [literal] : Resolve(host);
        if (addresses.Count == 0)
        {
            return $"no address for '{host}' in the cluster's DNS";
        }

        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(TimeSpan.FromSeconds(10));
            await target.ConnectAsync(new IPEndPoint(addresses[0], port), limit.Token);
            return null;
        }
        catch (SocketException error)
        {
            return $"{addresses[0]}:{port}: {error.Message}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{addresses[0]}:{port}: connection timed out";
        }
    }

    private IReadOnlyList<IPAddress> Resolve(string host)
    {
        var names = zone();
        return SearchSuffixes.Select(suffix => names.Resolve(host + suffix)).FirstOrDefault(found => found.Count > 0) ?? [];
    }

    private static partial class Log
    {
        [LoggerMessage(2022, LogLevel.Warning, "A connection to the dial socket could not be accepted")]
        public static partial void AcceptFailed(ILogger logger, Exception error);

        [LoggerMessage(2021, LogLevel.Debug, "A client of the dial socket went away")]
        public static partial void ClientLost(ILogger logger, Exception error);
    }
}
