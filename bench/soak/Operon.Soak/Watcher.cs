using System.Collections.Concurrent;
using k8s.Models;
using Operon.Kubernetes;
using Operon.Runtime;
using Operon.Testing;

namespace Operon.Soak;

/// <summary>The operator that is soaked: it marks every ConfigMap with its value, and notes what it saw.</summary>
internal sealed class Watcher
{
    public const string User = "soak";
    private const int ClockFactor = 20;
    private readonly ConcurrentDictionary<ObjectKey, string> _reconciled = [];
    private readonly ConcurrentDictionary<ObjectKey, int> _running = [];
    private readonly ControllerManager _manager;
    private long _reconciles;
    private long _overlaps;

    public Watcher(TestCluster cluster)
    {
        _manager = new ControllerManager(cluster.ClientFor(User, "system:masters"), new ControllerManagerOptions
        {
            TimeProvider = new FastClock(ClockFactor),
            ResyncPeriod = TimeSpan.FromMinutes(5),
        });
        Maps = _manager.Cache(ResourceKinds.ConfigMap);
        _manager.Controller("soak", ResourceKinds.ConfigMap).WithConcurrency(4).ReconcileWith(ReconcileAsync);
    }

    public IInformer<V1ConfigMap> Maps { get; }

    public long Reconciles => Interlocked.Read(ref _reconciles);

    public long Overlaps => Interlocked.Read(ref _overlaps);

    public Task RunAsync(CancellationToken cancellationToken) => _manager.RunAsync(cancellationToken);

    /// <summary>How cache and reconciles differ from what is stored.</summary>
    public IReadOnlyList<string> Missed(IReadOnlyList<V1ConfigMap> stored)
    {
        var wanted = stored.ToDictionary(ObjectKey.Of, map => map.Metadata.ResourceVersion);
        var cached = Maps.List().ToDictionary(ObjectKey.Of, map => map.Metadata.ResourceVersion);
        return [.. wanted.Keys.Concat(cached.Keys).Concat(_reconciled.Keys).Distinct()
            .Where(key => cached.GetValueOrDefault(key) != wanted.GetValueOrDefault(key) || _reconciled.GetValueOrDefault(key) != wanted.GetValueOrDefault(key))
            .Select(key => $"{key}: stored {wanted.GetValueOrDefault(key)}, cached {cached.GetValueOrDefault(key)}, reconciled {_reconciled.GetValueOrDefault(key)}")];
    }

    private async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reconciles);
        if (!_running.TryAdd(context.Key, 1))
        {
            Interlocked.Increment(ref _overlaps);
        }

        try
        {
            var map = Maps.Find(context.Key);
            if (map is not null && Mark(map) != map.Data["value"])
            {
                await _manager.Client.Resource(ResourceKinds.ConfigMap).PatchAsync(
                    context.Key.Namespace, context.Key.Name, Patches.Annotate("mark", map.Data["value"]), cancellationToken);
            }

            if (map is null)
            {
                _reconciled.TryRemove(context.Key, out _);
            }
            else
            {
                _reconciled[context.Key] = map.Metadata.ResourceVersion;
            }

            return ReconcileResult.Done;
        }
        finally
        {
            _running.TryRemove(context.Key, out _);
        }
    }

    private static string? Mark(V1ConfigMap map) => map.Metadata.Annotations is { } annotations && annotations.TryGetValue("mark", out var mark) ? mark : null;
}
