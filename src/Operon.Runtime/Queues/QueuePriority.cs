namespace Operon.Runtime;

/// <summary>Priorities of keys in a queue. Any number works; higher goes first.</summary>
public static class QueuePriority
{
    /// <summary>What just happened: 0.</summary>
    public const int Normal = 0;

    /// <summary>What merely was there, the initial list and resyncs: -100.</summary>
    public const int Low = -100;
}
