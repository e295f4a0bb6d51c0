using System.IO.Pipelines;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Operon.Testing;

/// <summary>
/// The body of a watch on its way to the client, line by line, so that faults can hit between lines and in the middle of one. The server writes without
/// waiting; a pump sends.
/// </summary>
internal sealed class WatchStream : Stream, IHttpResponseBodyFeature
{
    private readonly HttpContext _http;
    private readonly IHttpResponseBodyFeature _network;
    private readonly TestRequest _request;
    private readonly FaultInjector _faults;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ending;
    private readonly CancellationToken _aborted;
    private readonly CancellationToken _stopping;
    private readonly Channel<(byte[] Line, long Written)> _lines = Channel.CreateUnbounded<(byte[], long)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly MemoryStream _unfinished = new();
    private PipeWriter? _writer;
    private Task? _pump;
    private int _sent;

    public WatchStream(
        HttpContext http, IHttpResponseBodyFeature network, TestRequest request, FaultInjector faults, TimeProvider time, CancellationTokenSource ending, CancellationToken stopping)
    {
        _http = http;
        _network = network;
        _request = request;
        _faults = faults;
        _time = time;
        _ending = ending;
        _aborted = http.RequestAborted;
        _stopping = stopping;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    Stream IHttpResponseBodyFeature.Stream => this;

    public PipeWriter Writer => _writer ??= PipeWriter.Create(this, new StreamPipeWriterOptions(leaveOpen: true));

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        _request.Code = _http.Response.StatusCode;
        if (_pump is null)
        {
            await _network.StartAsync(cancellationToken);

            // A client waits for the head of the answer, which must not wait for the first event.
            await _network.Writer.FlushAsync(cancellationToken);
            _pump = PumpAsync();
        }
    }

    public Task CompleteAsync() => Task.CompletedTask;

    public void DisableBuffering() => _network.DisableBuffering();

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Sends what is left and waits for the pump.</summary>
    public async Task FinishAsync()
    {
        if (_writer is not null)
        {
            await _writer.CompleteAsync();
        }

        if (_unfinished.Length > 0)
        {
            // An error answer has no line end.
            _lines.Writer.TryWrite((_unfinished.ToArray(), _time.GetTimestamp()));
        }

        _lines.Writer.TryComplete();
        await StartAsync(_aborted);
        await _pump!;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await StartAsync(cancellationToken);
        while (buffer.Span.IndexOf((byte)'\n') is var end and >= 0)
        {
            _unfinished.Write(buffer.Span[..(end + 1)]);
            _lines.Writer.TryWrite((_unfinished.ToArray(), _time.GetTimestamp()));
            _unfinished.SetLength(0);
            buffer = buffer[(end + 1)..];
        }

        _unfinished.Write(buffer.Span);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override Task FlushAsync(CancellationToken cancellationToken) => StartAsync(cancellationToken);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await _unfinished.DisposeAsync();
        await base.DisposeAsync();
    }

    private async Task PumpAsync()
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_aborted, _stopping);
        try
        {
            if (_request.Code == 200)
            {
                await PumpLinesAsync(over.Token);
                return;
            }

            await foreach (var (line, _) in _lines.Reader.ReadAllAsync(over.Token))
            {
                await SendAsync(line, over.Token);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
        }
        catch (Exception e) when (e is IOException or InvalidOperationException && over.IsCancellationRequested)
        {
        }
        finally
        {
            await EndAsync();
        }
    }

    private async Task PumpLinesAsync(CancellationToken cancellationToken)
    {
        Task<bool>? readable = null;
        while (true)
        {
            // Taken before the faults are asked: an addition in between is not missed.
            var changed = _faults.Changed;
            if (_faults.HitStream(_request, _sent, hasLine: false) is { } between)
            {
                await BetweenLinesAsync(between, cancellationToken);
                return;
            }

            readable ??= _lines.Reader.WaitToReadAsync(cancellationToken).AsTask();
            if (!readable.IsCompleted && await Task.WhenAny(readable, changed) == changed)
            {
                continue;
            }

            if (!await readable)
            {
                return;
            }

            readable = null;
            if (_lines.Reader.TryRead(out var next) && !await LineAsync(next.Line, next.Written, cancellationToken))
            {
                return;
            }
        }
    }

    private async Task<bool> LineAsync(byte[] line, long written, CancellationToken cancellationToken)
    {
        if (_faults.Holds.FirstOrDefault(hold => hold.Holds(_request)) is { } hold && RequestReader.RevisionInLine(line) > hold.Revision)
        {
            await hold.Released.WaitAsync(cancellationToken);
        }

        var hit = _faults.HitStream(_request, _sent, hasLine: true);
        if (hit?.Fault.Kind == FaultKind.CutMiddle)
        {
            // Ended, not reset: a reset would also throw away the lines the client has not read yet.
            await SendAsync(line.AsMemory(0, line.Length / 2), cancellationToken);
            return false;
        }

        if (hit is not null && hit.Fault.Time - _time.GetElapsedTime(written) is var rest && rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, _time, cancellationToken);
        }

        await SendAsync(line, cancellationToken);
        _sent++;
        return true;
    }

    private async Task BetweenLinesAsync(FaultHandle hit, CancellationToken cancellationToken)
    {
        switch (hit.Fault.Kind)
        {
            case FaultKind.SilenceWatch:
                using (var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, hit.Removed))
                {
                    await Task.Delay(Timeout.Infinite, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                // What was kept back is lost for this connection: it can only break.
                _http.Abort();
                break;
            case FaultKind.BreakWatch:
                _http.Abort();
                break;
            case FaultKind.ExpireWatch:
                var status = RequestInterceptor.StatusOf(410, "Expired", "injected fault: too old resource version");
                await SendAsync(Encoding.UTF8.GetBytes($"{{\"type\":\"ERROR\",\"object\":{status.ToJsonString()}}}\n"), cancellationToken);
                break;
            case FaultKind.GarbleWatch:
                await SendAsync("{\"type\":\"MODIFIED\",\"object\":{\"metadata\":}}\n"u8.ToArray(), cancellationToken);
                break;
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => await _network.Writer.WriteAsync(bytes, cancellationToken);

    /// <summary>Lets the server end its side of the watch, in good order.</summary>
    private async Task EndAsync()
    {
        try
        {
            await _ending.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The server's side ended before.
        }
    }
}
