using Operon.Etcd.Api;

namespace Operon.Etcd.Reconciling;

/// <summary>Adds one subject to the status of a cluster. Pure.</summary>
internal interface IStatusPart
{
    /// <summary>The status with this subject's fields; its conditions are set on, or removed from, <see cref="StatusContext.Conditions"/>.</summary>
    EtcdClusterStatus Add(EtcdClusterStatus status, StatusContext context);
}
