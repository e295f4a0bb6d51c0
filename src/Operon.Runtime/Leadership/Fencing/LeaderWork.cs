namespace Operon.Runtime;

/// <summary>Marks the asynchronous flows that may only run under a lease, so that a fence tells their writes from those of every replica.</summary>
internal static class LeaderWork
{
    private static readonly AsyncLocal<LeaseKind> _kind = new();

    public static LeaseKind Current => _kind.Value;

    /// <summary>Marks the calling flow and everything it starts.</summary>
    public static void Enter(LeaseKind kind = LeaseKind.Leader) => _kind.Value = kind;
}
