using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Says which objects a change of another object wakes; used by <see cref="WatchesAttribute{TWatched, TMapper}"/>.</summary>
/// <typeparam name="TWatched">The kind that wakes.</typeparam>
public interface IWatchMapper<in TWatched>
    where TWatched : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>The objects to reconcile; asked for the state before and after the change. Must be quick.</summary>
    IEnumerable<ObjectKey> Map(TWatched watched);
}
