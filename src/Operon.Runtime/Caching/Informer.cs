using System.Diagnostics.Metrics;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>One representation of a selection: its store, indexes and subscribers. A feed keeps it up to date.</summary>
internal sealed partial class Informer<T> : IInformer<T>, ICache, ICacheForm
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly ManagerSettings _settings;
    private readonly ILogger _logger;
    private readonly Store<T> _store = new();
    private readonly CacheMetrics _metrics;

    // Guards the order of changes: store update and dispatch are one step. Readers take only the store's own lock.
    private readonly Lock _dispatch = new();
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private InformerSubscription<T>[] _subscribers = [];
    private ScopeProgress[] _scopes = [];

    public Informer(ResourceKind<T> kind, ManagerSettings settings)
    {
        Kind = kind;
        _settings = settings;
        _json = new Lazy<JsonTypeInfo<T>>(
            () => settings.StripManagedFields ? CacheJson.WithoutManagedFields(kind.Json) : kind.Json);
        _transform = settings.Caching.TransformOf(kind);
        _metrics = new CacheMetrics(kind.Type, settings.Cluster, typeof(T).Name);
        _logger = settings.LoggerFactory.CreateLogger("Operon.Runtime.Informer");
    }

    public ResourceKind<T> Kind { get; }

    public ResourceType Type => Kind.Type;

    public bool HasSynced => _synced.Task.IsCompleted;

    public T? Find(ObjectKey key) => _store.Find(key);

    public IReadOnlyList<T> List(string? namespaceName = null, IReadOnlyDictionary<string, string>? labels = null) => _store.List(namespaceName, labels);

    public IReadOnlyList<T> OwnedBy(string ownerUid) => _store.OwnedBy(ownerUid);

    public void AddIndex(string name, Func<T, IEnumerable<string>> values) => _store.AddIndex(name, values);

    public void AddLabelIndex(string label) => _store.AddLabelIndex(label);

    public bool HasIndex(string name) => _store.HasIndex(name);

    public IReadOnlyList<T> ByIndex(string name, string value) => _store.ByIndex(name, value);

    public IReadOnlyList<T> Select(CacheQuery query)
    {
        var labels = LabelRequirements.Parse(query.LabelSelector);
        return _store.Select(
            query.Namespace, [.. query.Fields.Select(pair => (pair.Key, pair.Value))], [.. labels.Exact], resource => labels.Match(resource.Metadata.Labels));
    }

    public string? ResourceVersionOf(string? namespaceName = null)
    {
        var scopes = Volatile.Read(ref _scopes);
        return namespaceName is null
            ? scopes.MinBy(scope => scope.Version)?.ResourceVersion
            : scopes.FirstOrDefault(scope => scope.Scope.Contains(new ObjectKey(namespaceName, "")))?.ResourceVersion;
    }

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => _synced.Task.WaitAsync(cancellationToken);

    public ISubscription Subscribe(Action<ObjectChange<T>> handler) => Add(new InformerSubscription<T>(handler, Remove, _synced.Task));

    public ISubscription SubscribeBuffered(string name, Func<ObjectChange<T>, CancellationToken, ValueTask> handler)
    {
        var tags = _metrics.Tags;
        tags.Add("handler", name);
        return Add(new BufferedSubscription<T>(handler, Remove, Failed, change => RuntimeMetrics.CacheHandlerPending.Add(change, tags)));
    }

    /// <summary>Hands the cached objects out again from time to time, and is measured, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var objects = RuntimeMetrics.CacheObjects.Add(() => [new(_store.Count, _metrics.Tags)]);
        using var bytes = RuntimeMetrics.CacheBytes.Add(() => [new(_store.WireBytes, _metrics.Tags)]);
        using var memory = RuntimeMetrics.CacheMemory.Add(() => [new(_store.MemoryBytes, _metrics.Tags)]);
        using var silence = RuntimeMetrics.WatchSilence.Add(Silence);
        while (!cancellationToken.IsCancellationRequested)
        {
#pragma warning disable CA5394 // Spreads load; nothing secret depends on it.
            var period = _settings.ResyncPeriod * (0.9 + (0.2 * Random.Shared.NextDouble()));
#pragma warning restore CA5394
            await Task.Delay(period, _settings.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            lock (_dispatch)
            {
                foreach (var resource in _store.List(null, null))
                {
                    Dispatch(new ObjectChange<T>(resource, resource, IsInitial: true));
                }
            }
        }
    }

    private InformerSubscription<T> Add(InformerSubscription<T> subscription)
    {
        lock (_dispatch)
        {
            foreach (var resource in _store.List(null, null))
            {
                Call(subscription, new ObjectChange<T>(null, resource, IsInitial: true));
            }

            _subscribers = [.. _subscribers, subscription];
            if (HasSynced)
            {
                subscription.Synced();
            }
        }

        return subscription;
    }

    private void Remove(InformerSubscription<T> subscription)
    {
        lock (_dispatch)
        {
            _subscribers = [.. _subscribers.Where(one => one != subscription)];
        }
    }

    private void Dispatch(ObjectChange<T> change)
    {
        foreach (var subscriber in _subscribers)
        {
            Call(subscriber, change);
        }
    }

    private void Call(InformerSubscription<T> subscription, ObjectChange<T> change)
    {
        try
        {
            subscription.Deliver(change);
        }
#pragma warning disable CA1031 // A subscriber's mistake must not end the watch for the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failed(change, e);
        }
    }

    private IEnumerable<Measurement<double>> Silence()
    {
        var heard = Volatile.Read(ref _scopes).Where(scope => scope.ResourceVersion is not null).Select(scope => scope.HeardAt).ToArray();
        return heard.Length == 0 ? [] : [new(_settings.Time.GetElapsedTime(heard.Min()).TotalSeconds, _metrics.Tags)];
    }

    private void Failed(ObjectChange<T> change, Exception e) => HandlerFailed(_logger, Type.GroupResource, ObjectKey.Of((change.New ?? change.Old)!), e);

    [LoggerMessage(20, LogLevel.Error, "A subscriber to {Resource} failed on {Key}")]
    private static partial void HandlerFailed(ILogger logger, string resource, ObjectKey key, Exception exception);
}
