namespace Operon.Etcd.Stores;

/// <summary>A store, and the path of the source that led to it, split.</summary>
internal sealed record OpenedStore(IObjectStore Store, string Bucket, string Key) : IDisposable
{
    public void Dispose() => Store.Dispose();
}
