using System.Buffers.Text;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;

namespace Operon.Benchmarks.Figures.Runtime;

/// <summary>
/// Lies between HTTP/2 and TLS, and writes the time into each <see cref="Placeholder"/> that passes: the last moment at which the bytes can still be changed.
/// One that lies across two blocks of the pipe stays as it is; few do, and they are not counted.
/// </summary>
internal sealed class StampingTransport(IDuplexPipe inner) : IDuplexPipe
{
    /// <summary>Stands where the time (ticks of <see cref="Stopwatch"/>) belongs, in as many digits.</summary>
    public const string Placeholder = "0000000000000000000";

    public PipeReader Input => inner.Input;

    public PipeWriter Output { get; } = new StampingWriter(inner.Output);

    private sealed class StampingWriter(PipeWriter inner) : PipeWriter
    {
        private static readonly byte[] _placeholder = Encoding.UTF8.GetBytes(Placeholder);
        private Memory<byte> _handedOut;

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override Memory<byte> GetMemory(int sizeHint = 0) => _handedOut = inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void Advance(int bytes)
        {
            var written = _handedOut.Span[..bytes];
            for (int at; (at = written.IndexOf(_placeholder)) >= 0; written = written[(at + _placeholder.Length)..])
            {
                _ = Utf8Formatter.TryFormat(Stopwatch.GetTimestamp(), written[at..], out _, new System.Buffers.StandardFormat('D', (byte)_placeholder.Length));
            }

            _handedOut = _handedOut[bytes..];
            inner.Advance(bytes);
        }

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);
    }
}
