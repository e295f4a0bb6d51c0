using System.Security.Cryptography.X509Certificates;

namespace Operon.Etcd.Membership;

internal partial interface IMemberConnection
{
    /// <summary>Changes the address other members dial.</summary>
    Task UpdateAsync(ulong memberId, string peerUrl, CancellationToken cancellationToken);

    /// <summary>The certificate the member shows on a port to a new connection; null when it shows none.</summary>
    Task<X509Certificate2?> ShownCertificateAsync(int port, CancellationToken cancellationToken);
}
