namespace Operon.Etcd.Backups;

/// <summary>Takes bytes in order.</summary>
internal interface IByteSink
{
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Nothing follows.</summary>
    ValueTask CompleteAsync(CancellationToken cancellationToken);
}
