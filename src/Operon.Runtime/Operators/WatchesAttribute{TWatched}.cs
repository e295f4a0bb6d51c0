using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>
/// A change of an object of <typeparamref name="TWatched"/> wakes the <see cref="Reconciler{T}"/> for the objects that a map says. Needs the right to list and watch the kind
/// (<c>[Rbac]</c>); its cache can be asked for in the constructor as <see cref="ILister{T}"/>.
/// </summary>
/// <typeparam name="TWatched">An official model such as <c>V1Node</c>, or a type that says its <c>Resource</c> itself.</typeparam>
/// <param name="map">
/// Name of a method of the reconciler, <c>IEnumerable&lt;ObjectKey&gt; (TWatched watched)</c>: asked for the state before and after the change. It must be quick, and is visible to the
/// assembly at least.
/// </param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class WatchesAttribute<TWatched>(string map) : Attribute, IWakingAttribute
    where TWatched : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Name of the mapping method.</summary>
    public string Map { get; } = map;

    /// <summary>Name of a method of the reconciler, <c>bool (TWatched old, TWatched now)</c>: updates for which it is false wake nobody. Default: all do.</summary>
    public string? Filter { get; set; }
}
