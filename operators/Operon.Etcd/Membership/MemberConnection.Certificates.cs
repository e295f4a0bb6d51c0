using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Etcdserverpb;

namespace Operon.Etcd.Membership;

internal sealed partial class MemberConnection
{
    public async Task UpdateAsync(ulong memberId, string peerUrl, CancellationToken cancellationToken) =>
        await _cluster.MemberUpdateAsync(new MemberUpdateRequest { ID = memberId, PeerURLs = { peerUrl } }, Options(_changeTime, cancellationToken));

    public async Task<X509Certificate2?> ShownCertificateAsync(int port, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_readTime);
        X509Certificate2? shown = null;
        try
        {
            await using var stream = await _dial(_host, port, limit.Token);
            await using var tls = new SslStream(stream);
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = _host,
                    RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                    {
                        // Only looked at, and nothing is sent: whether it is to be trusted is not the question here.
                        shown = certificate is null ? null : X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
                        return false;
                    },
                },
                limit.Token);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or System.Net.Sockets.SocketException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The handshake ends there on purpose; a member that cannot be reached shows nothing.
            return shown;
        }

        return shown;
    }
}
