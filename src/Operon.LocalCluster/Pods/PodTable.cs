using k8s.Models;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.LocalCluster.Pods;

/// <summary>The pods bound to our nodes, each with its worker.</summary>
#pragma warning disable CA1001 // A token source without a timer holds nothing to dispose of.
internal sealed class PodTable(PodServices services, IInformer<V1Pod> pods, IReadOnlyList<string> nodes)
#pragma warning restore CA1001
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(8);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, PodWorker> _workers = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private bool _hasSwept;

    /// <summary>The worker of the pod of that name; null when it does not run here.</summary>
    public PodWorker? Find(ObjectKey key)
    {
        lock (_lock)
        {
            return _workers.Values.LastOrDefault(worker => ObjectKey.Of(worker.Pod) == key && !worker.IsRemoved);
        }
    }

    /// <summary>Brings the worker of the pod of that name in line with the cache.</summary>
    public void Reconcile(ObjectKey key)
    {
        lock (_lock)
        {
            SweepOnce();
            var pod = pods.Find(key);
            var mine = pod is not null && nodes.Contains(pod.Spec.NodeName) ? pod : null;
            foreach (var worker in _workers.Values.Where(worker => ObjectKey.Of(worker.Pod) == key && worker.Uid != mine?.Metadata.Uid))
            {
                worker.Remove();
            }

            if (mine is null || _stopping.IsCancellationRequested)
            {
                return;
            }

            if (_workers.TryGetValue(mine.Metadata.Uid, out var present))
            {
                present.Update(mine);
                return;
            }

            // A worker outlives this call: it must not inherit the reconcile's scope.
            using var flow = ExecutionContext.SuppressFlow();
            var added = new PodWorker(services, mine, _stopping.Token);
            _workers.Add(mine.Metadata.Uid, added);
            _ = ForgetAsync(added);
        }
    }

    /// <summary>Waits for the stop, then stops all pods quickly.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await pods.WaitForSyncAsync(cancellationToken);
            lock (_lock)
            {
                SweepOnce();
            }

            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }

        List<PodWorker> workers;
        lock (_lock)
        {
            _stopping.Cancel();
            workers = [.. _workers.Values];
        }

        await Task.WhenAny(Task.WhenAll(workers.Select(worker => worker.Completion)), Task.Delay(StopLimit, services.Time, CancellationToken.None));
    }

    private async Task ForgetAsync(PodWorker worker)
    {
        await worker.Completion;
        lock (_lock)
        {
            _workers.Remove(worker.Uid);
        }

        await worker.DisposeAsync();
    }

    // What an earlier process left behind of pods that are gone by now.
    private void SweepOnce()
    {
        if (_hasSwept)
        {
            return;
        }

        _hasSwept = true;
        var uids = pods.List().Select(pod => pod.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        services.Network.RetainAddresses(uids);
        Sweep("pods", name => uids.Contains(name));
        Sweep("logs", name => uids.Contains(name[(name.LastIndexOf('_') + 1)..]));
    }

    private void Sweep(string folder, Func<string, bool> isKept)
    {
        var path = Path.Combine(services.DataDirectory, folder);
        if (!Directory.Exists(path))
        {
            return;
        }

        foreach (var directory in new DirectoryInfo(path).EnumerateDirectories().Where(directory => !isKept(directory.Name)))
        {
            directory.Delete(recursive: true);
        }
    }
}
