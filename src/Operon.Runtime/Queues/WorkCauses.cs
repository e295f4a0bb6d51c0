namespace Operon.Runtime;

/// <summary>What a key that waited was added for: of many causes the first and the latest are kept.</summary>
/// <param name="First">The cause that put the key into the queue.</param>
/// <param name="Latest">The cause that was added last; the first when there was but one.</param>
/// <param name="Count">How many there were.</param>
public readonly record struct WorkCauses(WorkCause First, WorkCause Latest, int Count)
{
    /// <summary>The write that has waited longest, of those that are kept; null when none of them is a write.</summary>
    internal DateTime? WrittenAt => First.WrittenAt ?? Latest.WrittenAt;

    internal WorkCauses Add(in WorkCause cause) => Count == 0 ? new(cause, cause, 1) : new(First, cause, Count + 1);
}
