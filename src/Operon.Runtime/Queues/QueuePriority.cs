namespace Operon.Runtime;

/// <summary>Low is for what merely was there: the initial list and resyncs.</summary>
internal enum QueuePriority
{
    Low,
    High,
}
