namespace Operon.Runtime;

/// <summary>
/// Where sources put keys to work on. A key waits at most once: of several adds the highest priority and the earliest time count. A key in work
/// is handed out once more when it was added meanwhile. Adding never blocks and is safe from every thread.
/// </summary>
#pragma warning disable CA1711 // The field's word for it.
public interface IWorkQueue<TKey>
#pragma warning restore CA1711
    where TKey : notnull, IEquatable<TKey>
{
    /// <summary>Keys that are due and wait for a worker.</summary>
    int Depth { get; }

    /// <summary>Adds <paramref name="key"/>, to be handed out after <paramref name="delay"/>. See <see cref="QueuePriority"/> for priorities.</summary>
    void Add(TKey key, WorkCause cause = default, int priority = QueuePriority.Normal, TimeSpan delay = default);
}
