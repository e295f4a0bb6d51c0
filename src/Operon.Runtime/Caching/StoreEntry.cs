namespace Operon.Runtime;

/// <summary>A stored object and what it cost.</summary>
internal readonly record struct StoreEntry<T>(T? Resource, int WireBytes, int MemoryBytes)
    where T : class;
