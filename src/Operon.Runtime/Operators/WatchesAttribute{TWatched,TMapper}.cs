using System.Diagnostics.CodeAnalysis;
using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>As <see cref="WatchesAttribute{TWatched}"/>, with a map that the services make: for several reconcilers to share, or with a cache to look into.</summary>
/// <typeparam name="TWatched">The kind that wakes.</typeparam>
/// <typeparam name="TMapper">Says whom.</typeparam>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class WatchesAttribute<TWatched, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TMapper> : Attribute, IWakingAttribute
    where TWatched : class, IKubernetesObject<V1ObjectMeta>
    where TMapper : class, IWatchMapper<TWatched>
{
    /// <summary>Name of a method of the reconciler, <c>bool (TWatched old, TWatched now)</c>: updates for which it is false wake nobody. Default: all do.</summary>
    public string? Filter { get; set; }
}
