namespace Operon.ApiServer.Storage;

/// <summary>Byte order of namespace/name, the order every list has.</summary>
internal sealed class StoredObjectOrder : IComparer<StoredObject>
{
    public static StoredObjectOrder Instance { get; } = new();

    public int Compare(StoredObject? x, StoredObject? y) => string.CompareOrdinal(x?.Key, y?.Key);
}
