using BenchmarkDotNet.Attributes;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.Benchmarks.HotPaths;

/// <summary>A key added to the work queue, taken by a worker and marked done.</summary>
[MemoryDiagnoser]
public class WorkQueueHandOver
{
    private readonly ObjectKey _key = new("default", "example-etcd-cluster");
    private WorkQueue<ObjectKey> _queue = null!;

    [GlobalSetup]
    public void Prepare() => _queue = new WorkQueue<ObjectKey>("bench", TimeProvider.System);

    [GlobalCleanup]
    public void Stop() => _queue.Dispose();

    [Benchmark]
    public async Task<bool> Add_take_done()
    {
        _queue.Add(_key);
        var taken = await _queue.TakeAsync();
        _queue.Done(_key);
        return taken is not null;
    }
}
