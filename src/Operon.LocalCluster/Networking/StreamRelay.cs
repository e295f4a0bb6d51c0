using System.Net.Sockets;

namespace Operon.LocalCluster.Networking;

/// <summary>Copies bytes between two connections until both directions have ended.</summary>
internal static class StreamRelay
{
    public static Task RunAsync(Socket first, Socket second, CancellationToken cancellationToken) =>
        Task.WhenAll(CopyAsync(first, second, cancellationToken), CopyAsync(second, first, cancellationToken));

    private static async Task CopyAsync(Socket from, Socket to, CancellationToken cancellationToken)
    {
        var buffer = new byte[32 * 1024];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer, cancellationToken)) > 0)
            {
                for (var sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), cancellationToken);
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // A reset of one side must reach the other side at once, not only after its own direction ends.
            from.Close();
            to.Close();
        }
    }
}
