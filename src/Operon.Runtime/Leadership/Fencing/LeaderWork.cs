namespace Operon.Runtime;

/// <summary>Marks the asynchronous flows that may only run on the leader, so that a fence tells their writes from those of every replica.</summary>
internal static class LeaderWork
{
    private static readonly AsyncLocal<bool> _isLeaderWork = new();

    public static bool IsCurrent => _isLeaderWork.Value;

    /// <summary>Marks the calling flow and everything it starts.</summary>
    public static void Enter() => _isLeaderWork.Value = true;
}
