using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>Options of a daemon or timer.</summary>
public sealed record DaemonOptions<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Which objects have one; null for all. Judged again at every change of the object.</summary>
    public Func<T, bool>? Matches { get; init; }

    /// <summary>
    /// A finalizer, unique to this daemon, such as <c>example.com/tail</c>: the object cannot vanish before its daemon has stopped. Null (the
    /// default): a deletion does not wait. To stop using it, first run with <see cref="Matches"/> false for all objects, which removes it.
    /// </summary>
    public string? Finalizer { get; init; }

    /// <summary>How long a daemon may take to return after its token was cancelled, before it is left behind. Default 10 s.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Delay after the first failure; doubled with each further one. Default 1 s.</summary>
    public TimeSpan FirstRetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest delay after a failure; a run that lasted longer starts the delays over. Default 5 min.</summary>
    public TimeSpan LongestRetryDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Narrows the objects that are watched.</summary>
    public CacheOptions? Cache { get; init; }
}
