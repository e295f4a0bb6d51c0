namespace Operon.Testing;

/// <summary>A watch cache that stands still at a revision.</summary>
internal sealed class WatchCacheHold(FaultInjector owner, string? resource, long revision) : IDisposable
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Revision => revision;

    public Task Released => _released.Task;

    public bool Holds(TestRequest request) => resource is null || resource == request.Resource || resource == request.GroupResource;

    public void Dispose()
    {
        owner.Remove(this);
        _released.TrySetResult();
    }
}
