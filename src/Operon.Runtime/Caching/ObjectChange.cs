namespace Operon.Runtime;

/// <summary>
/// A change of the cache. <see cref="Old"/> null: the object is new; <see cref="New"/> null: it is gone; both the same instance: a resync.
/// </summary>
/// <param name="Old">The state before.</param>
/// <param name="New">The state now.</param>
/// <param name="IsInitial">The object was there when the cache was first filled, or this is a resync: nothing happened just now.</param>
public readonly record struct ObjectChange<T>(T? Old, T? New, bool IsInitial)
    where T : class
{
    /// <summary>
    /// The object is gone, but its deletion was not seen: it was missing, or there under another uid, when the cache was filled anew after a
    /// gap. <see cref="Old"/> is the last state that was seen, not the last there was.
    /// </summary>
    public bool IsFinalStateUnknown { get; init; }

    /// <summary>
    /// The change was found by reading everything again after the watch had lost its place: there may have been several changes between
    /// <see cref="Old"/> and <see cref="New"/>.
    /// </summary>
    public bool IsRelist { get; init; }

    /// <summary>When the write was that a watch has just told of; null when nothing happened just now, or the object does not tell.</summary>
    internal DateTime? WrittenAt { get; init; }
}
