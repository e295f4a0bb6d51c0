using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>The cache of a dependent: from the start, or, for a kind the server may not have, from when it does.</summary>
#pragma warning disable CA1001 // A semaphore nobody asks for a wait handle holds nothing to dispose of.
internal sealed class WatchedKind<T, TDependent>
#pragma warning restore CA1001
    where T : class, IKubernetesObject<V1ObjectMeta>
    where TDependent : class, IKubernetesObject<V1ObjectMeta>
{
    private static readonly TimeSpan _longestSync = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _checking = new(1);
    private readonly DependentAttachment<T> _attachment;
    private readonly ResourceKind<TDependent> _kind;
    private readonly CacheOptions? _options;
    private readonly TimeSpan? _recheck;
    private readonly Func<TDependent, IEnumerable<ObjectKey>> _map;
    private readonly Action<IInformer<TDependent>> _prepare;
    private volatile IInformer<TDependent>? _cache;
    private IInformer<TDependent>? _opening;
    private volatile bool _isServed;
    private long _checkedAt;

    public WatchedKind(
        DependentAttachment<T> attachment,
        ResourceKind<TDependent> kind,
        CacheOptions? options,
        TimeSpan? recheck,
        Func<TDependent, IEnumerable<ObjectKey>> map,
        Action<IInformer<TDependent>> prepare)
    {
        _attachment = attachment;
        _kind = kind;
        _options = options;
        _recheck = recheck;
        _map = map;
        _prepare = prepare;
        if (recheck is null)
        {
            attachment.Builder.Watches(kind, map, null, options);
            _cache = Open();
            _isServed = true;
        }
    }

    /// <summary>Null as long as the server does not have the kind.</summary>
    public IInformer<TDependent>? Cache => _cache;

    public async Task<bool> IsServedAsync(CancellationToken cancellationToken)
    {
        if (!_isServed)
        {
            await _checking.WaitAsync(cancellationToken);
            try
            {
                await CheckAsync(cancellationToken);
            }
            finally
            {
                _checking.Release();
            }
        }

        return _isServed;
    }

    /// <summary>After a 404: whether the kind itself is gone.</summary>
    public async Task<bool> HasVanishedAsync(CancellationToken cancellationToken)
    {
        if (_recheck is null || await FindAsync(cancellationToken))
        {
            return false;
        }

        _isServed = false;
        return true;
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        var time = _attachment.Manager.TimeProvider;
        if (_isServed || (_checkedAt != 0 && time.GetElapsedTime(_checkedAt) < _recheck))
        {
            return;
        }

        if (!await FindAsync(cancellationToken))
        {
            _checkedAt = time.GetTimestamp();
            return;
        }

        if (_cache is null)
        {
            if (_opening is null)
            {
                _opening = Open();
                _opening.Subscribe(Wake);
            }

            // Not for ever: a list that is not allowed would hold a worker.
            await _opening.WaitForSyncAsync(cancellationToken).WaitAsync(_longestSync, time, cancellationToken);
            _cache = _opening;
        }

        _isServed = true;
    }

    private IInformer<TDependent> Open()
    {
        var cache = _attachment.Manager.Cache(_kind, _options);
        _prepare(cache);
        return cache;
    }

    private async Task<bool> FindAsync(CancellationToken cancellationToken) =>
        await _attachment.Manager.Client.FindResourceTypeAsync(_kind.Type.ApiVersion, _kind.Type.Kind, cancellationToken) is not null;

    private void Wake(ObjectChange<TDependent> change)
    {
        foreach (var state in new[] { change.Old, change.New }.OfType<TDependent>().Distinct())
        {
            foreach (var key in _map(state))
            {
                _attachment.Wake(key);
            }
        }
    }
}
