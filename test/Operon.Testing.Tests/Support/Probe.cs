using System.Collections.Concurrent;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Operon.Runtime;
using Xunit;

namespace Operon.Testing.Tests;

/// <summary>
/// A controller of ConfigMaps that notes what it saw: which version each key had in the cache at its last successful reconcile, what was deleted, and whether a
/// key was ever worked on twice at once.
/// </summary>
internal sealed class Probe : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TestCluster _cluster;
    private readonly string _namespace;
    private readonly ConcurrentDictionary<ObjectKey, string> _reconciled = [];
    private readonly ConcurrentDictionary<ObjectKey, int> _running = [];
    private readonly ConcurrentDictionary<ObjectKey, int> _deletions = [];
    private readonly Func<Probe, ReconcileContext, CancellationToken, Task>? _work;
    private readonly IController _controller;
    private readonly Task _run;
    private int _overlaps;
    private int _reconciles;

    private Probe(TestCluster cluster, string namespaceName, Func<Probe, ReconcileContext, CancellationToken, Task>? work, TimeSpan? timeout)
    {
        _cluster = cluster;
        _namespace = namespaceName;
        _work = work;
        Manager = new ControllerManager(cluster.ClientFor(User, "system:masters"), new ControllerManagerOptions { TimeProvider = Clock, Namespaces = [namespaceName] });
        Maps = Manager.Cache(ResourceKinds.ConfigMap);
        Maps.Subscribe(change =>
        {
            if (change is { New: null, Old: { } old })
            {
                _deletions.AddOrUpdate(ObjectKey.Of(old), 1, (_, count) => count + 1);
            }
        });
        var builder = Manager.Controller("probe", ResourceKinds.ConfigMap).WithConcurrency(4);
        _controller = (timeout is { } limit ? builder.WithReconcileTimeout(limit) : builder).ReconcileWith(ReconcileAsync);
        _run = Manager.RunAsync(_stop.Token);
    }

    /// <summary>Whose requests these are.</summary>
    public const string User = "probe";

    /// <summary>The clock of the controller: its back-offs and lifetimes. Requests take real time.</summary>
    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    /// <summary>How far the clock moves between two looks.</summary>
    public TimeSpan Step { get; set; } = TimeSpan.FromMilliseconds(200);

    public ControllerManager Manager { get; }

    public IInformer<V1ConfigMap> Maps { get; }

    public int Overlaps => Volatile.Read(ref _overlaps);

    public int Reconciles => Volatile.Read(ref _reconciles);

    /// <summary>Starts and waits until the cache is filled.</summary>
    public static async Task<Probe> StartAsync(
        TestCluster cluster, string namespaceName = "default", Func<Probe, ReconcileContext, CancellationToken, Task>? work = null, TimeSpan? timeout = null)
    {
        var probe = new Probe(cluster, namespaceName, work, timeout);
        await probe.EventuallyAsync(() => probe.Maps.HasSynced, "the cache is filled");
        return probe;
    }

    public int DeletionsOf(string name) => _deletions.GetValueOrDefault(new ObjectKey(_namespace, name));

    /// <summary>Waits while the controller's clock runs by <see cref="Step"/> at each look.</summary>
    public Task EventuallyAsync(Func<bool> condition, string what) =>
        _cluster.EventuallyAsync(condition, TimeSpan.FromSeconds(60), between: () => Clock.Advance(Step), cancellationToken: Samples.Cancel, what: what);

    public Task EventuallyAsync(Func<CancellationToken, Task<bool>> condition, string what, Func<string>? last = null) =>
        _cluster.EventuallyAsync(condition, TimeSpan.FromSeconds(60), last, () => Clock.Advance(Step), Samples.Cancel, what);

    /// <summary>
    /// Waits until the cache is what the server has and every key has been reconciled as it is now, or as the reconcile itself left it: its own writes do not
    /// wake it. No key may have been worked on twice at once.
    /// </summary>
    public async Task ConvergedAsync()
    {
        var difference = "";
        await EventuallyAsync(
            async token =>
            {
                var list = await _cluster.Observer.Resource(ResourceKinds.ConfigMap).ListAsync(_namespace, null, token);
                difference = Difference(list.Items.ToDictionary(ObjectKey.Of, map => map.Metadata.ResourceVersion));
                return difference.Length == 0;
            },
            "cache and reconciles are up to date",
            () => $"{difference}\n{string.Join('\n', _cluster.Requests.All.TakeLast(15))}");
        Assert.Equal(0, Overlaps);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
    }

    private string Difference(Dictionary<ObjectKey, string> stored)
    {
        var cached = Maps.List().ToDictionary(ObjectKey.Of, map => map.Metadata.ResourceVersion);
        var keys = stored.Keys.Concat(cached.Keys).Concat(_reconciled.Keys).Distinct();
        return string.Join('\n', keys
            .Select(key => (Key: key, Stored: stored.GetValueOrDefault(key, "gone"), Cached: cached.GetValueOrDefault(key, "gone"), Reconciled: _reconciled.GetValueOrDefault(key, "never")))
            .Where(row => row.Stored != row.Cached || (row.Stored != row.Reconciled && !IsOwn(row.Key, row.Stored)))
            .Take(10)
            .Select(row => $"{row.Key}: stored {row.Stored}, cached {row.Cached}, reconciled {row.Reconciled}"));
    }

    private bool IsOwn(ObjectKey key, string version) =>
        _controller.Journal.Of(key.ToString()).Any(record => record.Writes.Any(write => write.Object == key && write.ResourceVersion == version));

    private async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reconciles);
        if (!_running.TryAdd(context.Key, 1))
        {
            Interlocked.Increment(ref _overlaps);
        }

        try
        {
            var seen = Maps.Find(context.Key)?.Metadata.ResourceVersion ?? "gone";
            await Task.Yield();
            if (_work is not null)
            {
                await _work(this, context, cancellationToken);
            }

            _reconciled[context.Key] = seen;
            return ReconcileResult.Done;
        }
        finally
        {
            _running.TryRemove(context.Key, out _);
        }
    }
}
