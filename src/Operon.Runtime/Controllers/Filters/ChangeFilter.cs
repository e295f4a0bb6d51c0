using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>Says whether a change may wake a controller. <see cref="ChangeFilters"/> makes and combines them. Filters do not save memory: caches hold all.</summary>
public delegate bool ChangeFilter<T>(ObjectChange<T> change)
    where T : class, IKubernetesObject<V1ObjectMeta>;
