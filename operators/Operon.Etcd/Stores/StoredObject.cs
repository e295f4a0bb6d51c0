namespace Operon.Etcd.Stores;

/// <summary>An object in a store.</summary>
internal sealed record StoredObject(string Key, long Size);
