using System.Runtime.CompilerServices;

namespace Operon.Etcd.Stores.Files;

/// <summary>A directory, such as the mount of a claim. An object is written beside its place and moved there when it is complete and on the disk.</summary>
internal sealed class FileStore(string root, string name) : IObjectStore
{
    public const string PartialPrefix = ".partial-";

    public string UriOf(string key) => $"pvc://{name}/{key}";

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(PathOf(prefix + "x"))!;
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        await Task.CompletedTask;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var key = Path.GetRelativePath(root, file.FullName);
            if (key.StartsWith(prefix, StringComparison.Ordinal) && !file.Name.StartsWith(PartialPrefix, StringComparison.Ordinal))
            {
                yield return new StoredObject(key, file.Length);
            }
        }
    }

    public Task<StoredObject?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var file = new FileInfo(PathOf(key));
        return Task.FromResult(file.Exists ? new StoredObject(key, file.Length) : null);
    }

    public Task<Stream> OpenAsync(string key, long offset, CancellationToken cancellationToken)
    {
        try
        {
            var stream = new FileStream(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
            stream.Seek(offset, SeekOrigin.Begin);
            return Task.FromResult<Stream>(stream);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new StoreException($"{UriOf(key)}: {e.Message}", isTransient: false, e);
        }
    }

    public async Task<ObjectUpload> CreateAsync(string key, CancellationToken cancellationToken)
    {
        if (await FindAsync(key, cancellationToken) is not null)
        {
            throw new ObjectExistsException(UriOf(key));
        }

        try
        {
            return FileUpload.Begin(PathOf(key), UriOf(key));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{UriOf(key)}: {e.Message}", isTransient: true, e);
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            File.Delete(PathOf(key));
        }
        catch (DirectoryNotFoundException)
        {
            // Gone is gone.
        }

        return Task.CompletedTask;
    }

    public void Dispose()
    {
    }

    private string PathOf(string key)
    {
        var full = Path.GetFullPath(Path.Combine(root, key));
        return full.StartsWith(Path.GetFullPath(root).TrimEnd('/') + "/", StringComparison.Ordinal)
            ? full
            : throw new StoreException($"{UriOf(key)}: leads out of the volume; remove \"..\" from the path", isTransient: false);
    }
}
