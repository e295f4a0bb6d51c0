using System.Diagnostics;
using Grpc.Core;
using Operon.Cli.Demo;

namespace Operon.Benchmarks.Figures;

/// <summary>Writes through the client Service without a pause, each try with a second to answer, and remembers the longest time between two that succeeded.</summary>
internal sealed class WriteProbe : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly EtcdView _etcd;
    private readonly Task _writing;
    private TimeSpan _longest;
    private int _written;
    private int _failed;

    public WriteProbe(EtcdView etcd)
    {
        _etcd = etcd;
        _writing = WriteAsync();
    }

    /// <summary>Ends the writing; gives the longest gap, and how many writes succeeded and failed.</summary>
    public async Task<(TimeSpan LongestGap, int Written, int Failed)> StopAsync()
    {
        await _stop.CancelAsync();
        await _writing;
        return (_longest, _written, _failed);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task WriteAsync()
    {
        var last = Stopwatch.GetTimestamp();
        for (var i = 0; !_stop.IsCancellationRequested; i++)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            limit.CancelAfter(_patience);
            try
            {
                await _etcd.PutAsync($"probe/{i % 100}", $"{i}", limit.Token);
                var gap = Stopwatch.GetElapsedTime(last);
                last = Stopwatch.GetTimestamp();
                _longest = gap > _longest ? gap : _longest;
                _written++;
                await Task.Delay(5, CancellationToken.None);
            }
            catch (Exception e) when (e is RpcException or OperationCanceledException)
            {
                _failed += _stop.IsCancellationRequested ? 0 : 1;
                await Task.Delay(20, CancellationToken.None);
            }
        }
    }
}
