namespace Operon.Etcd.Stores;

/// <summary>An object read from its start to its known end; a connection that breaks in between is opened again where it broke.</summary>
internal sealed class ResumingStream(IObjectStore store, StoredObject stored, TimeProvider time) : ReadStream
{
    private const int Tries = 5;
    private static readonly TimeSpan _firstWait = TimeSpan.FromMilliseconds(200);

    private Stream? _open;
    private long _position;
    private int _failures;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || _position == stored.Size)
        {
            return 0;
        }

        while (true)
        {
            var failure = default(Exception);
            try
            {
                _open ??= await store.OpenAsync(stored.Key, _position, cancellationToken);
                var count = await _open.ReadAsync(buffer, cancellationToken);
                if (count > 0)
                {
                    _position += count;
                    _failures = 0;
                    return _position <= stored.Size ? count : throw new StoreException($"{store.UriOf(stored.Key)}: is longer than the store said", isTransient: false);
                }
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                failure = e;
            }

            await CloseAsync();
            if (++_failures == Tries)
            {
                throw new StoreException($"{store.UriOf(stored.Key)}: broke off after {_position} of {stored.Size} bytes: {failure?.Message ?? "unexpected end"}", isTransient: true, failure);
            }

            await Task.Delay(_firstWait * (1 << _failures), time, cancellationToken);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await base.DisposeAsync();
    }

    private async ValueTask CloseAsync()
    {
        if (_open is { } open)
        {
            _open = null;
            await open.DisposeAsync();
        }
    }
}
