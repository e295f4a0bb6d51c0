namespace Operon.Runtime;

/// <summary>A stored object, what it cost, and the newest write it tells of; the default time when it tells of none.</summary>
internal readonly record struct StoreEntry<T>(T? Resource, int WireBytes, int MemoryBytes, DateTime WrittenAt)
    where T : class;
