using System.Security.Cryptography;
using Operon.Etcd.Stores;

namespace Operon.Etcd.Backups;

/// <summary>The end of the line: what arrives is hashed and uploaded.</summary>
internal sealed class StoredSink(ObjectUpload upload) : IByteSink, IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _hash.AppendData(bytes.Span);
        await upload.WriteAsync(bytes, cancellationToken);
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>SHA-256 of the stored bytes in hexadecimals. Call it once.</summary>
    public string Sha256() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
