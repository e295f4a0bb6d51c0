using System.Runtime.CompilerServices;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>What a daemon or timer sees of its object. One instance accompanies all restarts.</summary>
public sealed class DaemonContext<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Lock _lock = new();
    private readonly ILister<T> _cache;
    private readonly TimeProvider _time;
    private T _last;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _desiredStateChanged;

    internal DaemonContext(string name, T resource, ILister<T> cache, IKubernetesClient client, TimeProvider time)
    {
        Name = name;
        Key = ObjectKey.Of(resource);
        Uid = resource.Metadata.Uid;
        Client = client;
        _last = resource;
        _cache = cache;
        _time = time;
        _desiredStateChanged = time.GetUtcNow();
    }

    /// <summary>Name of the daemon.</summary>
    public string Name { get; }

    /// <summary>Namespace and name of the object.</summary>
    public ObjectKey Key { get; }

    /// <summary>The object's uid: a new object of the same name gets a daemon of its own.</summary>
    public string Uid { get; }

    /// <summary>The manager's client.</summary>
    public IKubernetesClient Client { get; }

    /// <summary>The newest state the cache has; after the object is gone, the last it had. Shared: treat it as immutable.</summary>
    public T Object
    {
        get
        {
            if (_cache.Find(Key) is { } now && now.Metadata.Uid == Uid)
            {
                Volatile.Write(ref _last, now);
            }

            return Volatile.Read(ref _last);
        }
    }

    /// <summary>0 for the first try, then the number of failures in a row.</summary>
    public int Attempt { get; private set; }

    /// <summary>Why the try before failed; null on the first.</summary>
    public Exception? LastError { get; private set; }

    /// <summary>Why the token was cancelled; null before.</summary>
    public DaemonStopReason? StopReason { get; internal set; }

    /// <summary>When spec, labels or annotations last changed, or the daemon began.</summary>
    internal DateTimeOffset DesiredStateChanged
    {
        get
        {
            lock (_lock)
            {
                return _desiredStateChanged;
            }
        }
    }

    /// <summary>
    /// The present state, then every newer one. States in between are skipped when the consumer is slower than the changes. Ends with an
    /// <see cref="OperationCanceledException"/> when cancelled.
    /// </summary>
    public async IAsyncEnumerable<T> ChangesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? seen = null;
        while (true)
        {
            var changed = Changed();
            var now = Object;
            if (now.Metadata.ResourceVersion != seen)
            {
                seen = now.Metadata.ResourceVersion;
                yield return now;
            }
            else
            {
                await changed.WaitAsync(cancellationToken);
            }
        }
    }

    /// <summary>Waits until the object is in a state, and returns it.</summary>
    public async Task<T> WaitUntilAsync(Func<T, bool> condition, CancellationToken cancellationToken)
    {
        await foreach (var state in ChangesAsync(cancellationToken))
        {
            if (condition(state))
            {
                return state;
            }
        }

        throw new OperationCanceledException(cancellationToken);
    }

    internal void Observe(T? old, T now)
    {
        lock (_lock)
        {
            if (old is null || DesiredState.Differs(old, now))
            {
                _desiredStateChanged = _time.GetUtcNow();
            }

            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    internal void Succeeded() => (Attempt, LastError) = (0, null);

    internal void Failed(int attempt, Exception error) => (Attempt, LastError) = (attempt, error);

    private Task Changed()
    {
        lock (_lock)
        {
            return _changed.Task;
        }
    }
}
