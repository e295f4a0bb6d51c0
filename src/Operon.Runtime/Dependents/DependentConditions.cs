using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>What of a dependent does not need its type.</summary>
internal sealed class DependentConditions<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public List<string> DependsOn { get; } = [];

    public Func<T, bool>? Active { get; set; }

    public TimeSpan? ServedRecheck { get; set; }

    public Func<T, DependentContext<T>, bool>? Reconcile { get; set; }

    public Func<T, DependentContext<T>, bool>? Deleted { get; set; }
}
