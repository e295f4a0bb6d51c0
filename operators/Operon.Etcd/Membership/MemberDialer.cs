using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Operon.Etcd.Membership;

/// <summary>
/// Opens connections to members. A pod is dialled at the address its status shows, so that no DNS record has to be there yet; names
/// stay what TLS verifies.
/// </summary>
internal sealed class MemberDialer(Func<string, int, CancellationToken, ValueTask<Stream>>? connect)
{
    private readonly Func<string, int, CancellationToken, ValueTask<Stream>> _connect = connect ?? DialAsync;

    public IMemberConnection Connect(Uri address, string? podAddress, ClientCertificates? certificates)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(2),
            KeepAlivePingDelay = TimeSpan.FromSeconds(10),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(3),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
            UseProxy = false,
            ConnectCallback = (context, token) => _connect(podAddress ?? context.DnsEndPoint.Host, context.DnsEndPoint.Port, token),
        };
        if (certificates is not null)
        {
            handler.SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificates = [certificates.Certificate],
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(certificates.Authorities);
        }

        return new MemberConnection(address, handler, (host, port, token) => _connect(podAddress ?? host, port, token));
    }

    private static async ValueTask<Stream> DialAsync(string host, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
