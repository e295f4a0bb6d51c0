namespace Operon.Etcd.Stores;

/// <summary>
/// A place that keeps named, immutable byte sequences. Keys are those of <c>spec.*.path</c> without the bucket. Every member throws
/// <see cref="StoreException"/> when the store refuses or stays away.
/// </summary>
internal interface IObjectStore : IDisposable
{
    /// <summary>The object's address for people, such as <c>s3://bucket/key</c>.</summary>
    string UriOf(string key);

    /// <summary>All objects whose key starts with <paramref name="prefix"/>, in any order.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Null when there is no such object.</summary>
    Task<StoredObject?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>The bytes from <paramref name="offset"/> on.</summary>
    Task<Stream> OpenAsync(string key, long offset, CancellationToken cancellationToken);

    /// <summary>
    /// Begins an object. Nothing is visible under the key before <see cref="ObjectUpload.CommitAsync"/>, which refuses to replace an object that is
    /// there.
    /// </summary>
    Task<ObjectUpload> CreateAsync(string key, CancellationToken cancellationToken);

    /// <summary>Deletes the object; it may be gone already.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken);
}
