using Operon.Etcd.Membership;

namespace Operon.Etcd.Reconciling;

/// <summary>What this process keeps about one incarnation of a cluster between two reconciles; losing it costs time, never safety.</summary>
internal sealed class ClusterMemory(string uid, MemberDialer dialer, TimeProvider? time = null) : IDisposable
{
    private string? _lasting;

    public string Uid { get; } = uid;

    public HealthClock Health { get; } = new();

    public SupportMemory Support { get; } = new();

    public GrowthRefusals Growth { get; } = new(time ?? TimeProvider.System);

    public MemberConnections Connections { get; } = new(dialer);

    /// <summary>Whether a lasting state, such as a lost quorum, differs from the one told last; always true where there is none to tell.</summary>
    public bool IsNews(string? lasting)
    {
        var before = _lasting;
        _lasting = lasting;
        return lasting is null || lasting != before;
    }

    public void Dispose() => Connections.Dispose();
}
