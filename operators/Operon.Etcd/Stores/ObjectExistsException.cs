namespace Operon.Etcd.Stores;

/// <summary>The key is taken; backups never replace each other.</summary>
internal sealed class ObjectExistsException(string uri)
    : Exception($"{uri} exists already and is not overwritten; choose another path or delete it");
