using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Whether the cache shows what was written.</summary>
internal sealed partial class Informer<T>
{
    private TaskCompletionSource? _changed;

    /// <summary>Whether objects of that key are watched at all.</summary>
    public bool Watches(ObjectKey key) => Array.Exists(Volatile.Read(ref _scopes), one => one.Scope.Contains(key));

    public bool Covers(PendingWrite write)
    {
        if (Array.Find(Volatile.Read(ref _scopes), one => one.Scope.Contains(write.Key)) is not { } progress)
        {
            return false;
        }

        return _store.Find(write.Key) is not null || progress.Scope.Selects(write.Labels);
    }

    public async Task WaitUntilSeenAsync(PendingWrite write, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = Volatile.Read(ref _changed);
            if (changed is null)
            {
                var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = Interlocked.CompareExchange(ref _changed, fresh, null) ?? fresh;
            }

            if (HasSeen(write))
            {
                return;
            }

            await changed.Task.WaitAsync(cancellationToken);
        }
    }

    private bool HasSeen(PendingWrite write)
    {
        var known = _store.Find(write.Key)?.Metadata;
        if (write.Version > 0
            && !(known is not null && ResourceVersions.ToNumber(known.ResourceVersion) >= write.Version)
            && Array.Find(Volatile.Read(ref _scopes), one => one.Scope.Contains(write.Key)) is { } progress && progress.Version < write.Version)
        {
            return false;
        }

        return !write.IsDelete || known is null || known.DeletionTimestamp is not null || (write.Uid is not null && known.Uid != write.Uid);
    }
}
