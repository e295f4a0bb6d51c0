using System.Diagnostics;

namespace Operon.Runtime;

/// <summary>A key that was handed to a worker.</summary>
/// <param name="Key">The key.</param>
/// <param name="Priority">The priority it waited with.</param>
/// <param name="Failures">How often in a row it has failed.</param>
/// <param name="Waited">How long it waited after it was due.</param>
/// <param name="Causes">Why it was added.</param>
/// <param name="Trigger">The trace in which it was added.</param>
internal readonly record struct QueueItem<TKey>(
    TKey Key, int Priority, int Failures, TimeSpan Waited, WorkCauses Causes, ActivityContext Trigger);
