using System.Net.Sockets;

namespace Operon.ApiServer.Webhooks;

/// <summary>Connection failures in the words people search the web for.</summary>
internal static class DialFailure
{
    public static WebhookCallException Of(string endpoint, SocketException failure) => new(
        failure.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => $"dial tcp {endpoint}: connect: connection refused",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => $"dial tcp: lookup {Host(endpoint)}: no such host",
            SocketError.TimedOut => $"dial tcp {endpoint}: i/o timeout",
            SocketError.HostUnreachable => $"dial tcp {endpoint}: connect: no route to host",
            SocketError.NetworkUnreachable => $"dial tcp {endpoint}: connect: network is unreachable",
            _ => $"dial tcp {endpoint}: connect: {failure.Message}",
        },
        failure);

    private static string Host(string endpoint) => endpoint[..Math.Max(0, endpoint.LastIndexOf(':'))];
}
