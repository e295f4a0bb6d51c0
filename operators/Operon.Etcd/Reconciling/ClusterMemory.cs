using Operon.Etcd.Membership;

namespace Operon.Etcd.Reconciling;

/// <summary>What this process keeps about one incarnation of a cluster between two reconciles; losing it costs time, never safety.</summary>
internal sealed class ClusterMemory(string uid, MemberDialer dialer) : IDisposable
{
    public string Uid { get; } = uid;

    public HealthClock Health { get; } = new();

    public MemberConnections Connections { get; } = new(dialer);

    public void Dispose() => Connections.Dispose();
}
