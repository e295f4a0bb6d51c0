using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// The queue as a handler sees it while it handles one change: adds get the change as their cause, low priority when nothing happened just now, and
/// are left out when the change is a write of the key's own reconcile.
/// </summary>
internal sealed class EventQueue<T, TKey>(SourceContext<TKey> context, ResourceKind<T> kind, WriteLog? log) : IWorkQueue<TKey>
    where T : class, IKubernetesObject<V1ObjectMeta>
    where TKey : notnull, IEquatable<TKey>
{
    private readonly Lock _lock = new();
    private readonly KeyValuePair<string, object?> _tag = new("controller", context.Controller);
    private ObjectEvent<T>? _current;
    private WorkCause _cause;
    private int _priority;

    public int Depth => context.Queue.Depth;

    public void Handle(IChangeHandler<T, TKey> handler, in ObjectChange<T> change)
    {
        lock (_lock)
        {
            var resource = (change.New ?? change.Old)!;
            var kindOfCause = KindOf(change);
            _current = new ObjectEvent<T>(change, log, kind.Type, kind.Json);
            _cause = new WorkCause(kindOfCause, kind.Type.Kind, ObjectKey.Of(resource), resource.Metadata.ResourceVersion) { WrittenAt = change.WrittenAt };
            _priority = kindOfCause is CauseKind.Initial or CauseKind.Resync ? QueuePriority.Low : QueuePriority.Normal;
            handler.Handle(change, this);
            _current = null;
        }
    }

    public void Add(TKey key, WorkCause cause = default, int priority = QueuePriority.Normal, TimeSpan delay = default)
    {
        cause = cause.Kind == CauseKind.Unknown ? _cause : cause;
        priority = priority == QueuePriority.Normal ? _priority : priority;
        if (_current is { } current && context.Own?.Keeps(key, current, cause, priority) is { } kept and not Kept.No)
        {
            if (kept == Kept.Dropped)
            {
                RuntimeMetrics.OwnEventsFiltered.Add(1, _tag);
            }

            return;
        }

        context.Queue.Add(key, cause, priority, delay > TimeSpan.Zero ? delay : context.Debounce);
    }

    private static CauseKind KindOf(in ObjectChange<T> change) => change switch
    {
        { New: null } => CauseKind.Deleted,
        { Old: null, IsInitial: true } => CauseKind.Initial,
        { Old: null } => CauseKind.Added,
        { Old: { } old, New: { } now } when old.Metadata.ResourceVersion == now.Metadata.ResourceVersion => CauseKind.Resync,
        _ => CauseKind.Updated,
    };
}
