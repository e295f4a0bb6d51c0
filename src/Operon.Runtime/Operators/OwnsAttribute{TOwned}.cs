using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>
/// A change of an object of <typeparamref name="TOwned"/> wakes the <see cref="Reconciler{T}"/> for the object that owns it. Needs the right to list and watch the kind
/// (<c>[Rbac]</c>); its cache can be asked for in the constructor as <see cref="ILister{T}"/>.
/// </summary>
/// <typeparam name="TOwned">An official model such as <c>V1Deployment</c>, or a type that says its <c>Resource</c> itself.</typeparam>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class OwnsAttribute<TOwned> : Attribute, IWakingAttribute
    where TOwned : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Every owner of the reconciler's kind is woken, not only the controlling one. Default false.</summary>
    public bool AllOwners { get; set; }

    /// <summary>Name of a method of the reconciler, <c>bool (TOwned old, TOwned now)</c>: updates for which it is false wake nobody. Default: all do.</summary>
    public string? Filter { get; set; }
}
