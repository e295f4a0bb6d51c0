namespace Operon.Etcd.Stores.Files;

/// <summary>Writes beside the place, flushes to the disk, then moves.</summary>
internal sealed class FileUpload : ObjectUpload
{
    private const int WriteSize = 256 << 10;

    private readonly string _path;
    private readonly string _uri;
    private readonly string _partial;
    private readonly FileStream _stream;

    private FileUpload(string path, string uri)
        : base(WriteSize)
    {
        _path = path;
        _uri = uri;
        _partial = Path.Combine(Path.GetDirectoryName(path)!, $"{FileStore.PartialPrefix}{Guid.NewGuid():N}");
        _stream = new FileStream(_partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
    }

    public static FileUpload Begin(string path, string uri)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new FileUpload(path, uri);
    }

    protected override async Task SendPartAsync(int number, ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.WriteAsync(part, cancellationToken);
        }
        catch (IOException e)
        {
            throw new StoreException($"{_uri}: {e.Message}", isTransient: false, e);
        }
    }

    protected override async Task FinishAsync(ReadOnlyMemory<byte> lastPart, CancellationToken cancellationToken)
    {
        await SendPartAsync(PartsSent + 1, lastPart, cancellationToken);
        _stream.Flush(flushToDisk: true);
        await _stream.DisposeAsync();
        try
        {
            File.Move(_partial, _path, overwrite: false);
        }
        catch (IOException) when (File.Exists(_path))
        {
            throw new ObjectExistsException(_uri);
        }
    }

    protected override async Task AbortAsync(CancellationToken cancellationToken)
    {
        await _stream.DisposeAsync();
        File.Delete(_partial);
    }

    protected override ValueTask ReleaseAsync() => _stream.DisposeAsync();
}
