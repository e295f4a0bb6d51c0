namespace Operon.Runtime;

/// <summary>A handler called in place, on the watch's own time.</summary>
internal class InformerSubscription<T>(Action<ObjectChange<T>> handler, Action<InformerSubscription<T>> remove, Task synced) : ISubscription
    where T : class
{
    public virtual bool HasSynced => synced.IsCompletedSuccessfully;

    public virtual int Pending => 0;

    public virtual Task WaitForSyncAsync(CancellationToken cancellationToken) => synced.WaitAsync(cancellationToken);

    public virtual void Deliver(ObjectChange<T> change) => handler(change);

    /// <summary>The initial state has been delivered.</summary>
    public virtual void Synced()
    {
    }

    public void Dispose()
    {
        remove(this);
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
