using System.Buffers;

namespace Operon.Kubernetes;

/// <summary>
/// Writes a line end for each separator. HTTP/1.1 only. The separator cannot be in a body: JSON escapes control characters, and nothing else is sent
/// over these connections.
/// </summary>
internal sealed class HeaderLineStream(Stream stream) : Stream
{
    public const char Separator = '\u0001';

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => stream.ReadAsync(buffer, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => stream.Read(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        buffer.Span.Contains((byte)Separator) ? new ValueTask(WriteLinesAsync(buffer, cancellationToken)) : stream.WriteAsync(buffer, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => stream.Write(Lines(buffer.AsSpan(offset, count)).WrittenSpan);

    public override void Flush() => stream.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => stream.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task WriteLinesAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) =>
        await stream.WriteAsync(Lines(buffer.Span).WrittenMemory, cancellationToken);

    private static ArrayBufferWriter<byte> Lines(ReadOnlySpan<byte> bytes)
    {
        var lines = new ArrayBufferWriter<byte>(bytes.Length + 64);
        while (bytes.IndexOf((byte)Separator) is >= 0 and var at)
        {
            lines.Write(bytes[..at]);
            lines.Write("\r\n"u8);
            bytes = bytes[(at + 1)..];
        }

        lines.Write(bytes);
        return lines;
    }
}
