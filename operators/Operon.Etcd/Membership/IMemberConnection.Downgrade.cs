using Operon.Etcd.Planning;

namespace Operon.Etcd.Membership;

internal partial interface IMemberConnection
{
    /// <summary>One step of a downgrade to the minor version of <paramref name="target"/>.</summary>
    Task DowngradeAsync(DowngradeStep step, EtcdVersion target, CancellationToken cancellationToken);
}
