using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>More ways to describe controllers.</summary>
public static class ControllerManagerExtensions
{
    /// <summary>Starts the description of a controller named after its kind in lower case.</summary>
    public static ControllerBuilder<T> Controller<T>(this ControllerManager manager, ResourceKind<T> kind, CacheOptions? options = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(manager);
        ArgumentNullException.ThrowIfNull(kind);
#pragma warning disable CA1308 // Names of controllers and resources are lower case.
        return manager.Controller(kind.Type.Kind.ToLowerInvariant(), kind, options);
#pragma warning restore CA1308
    }

    /// <summary>Starts the description of a controller whose keys are of any comparable type.</summary>
    public static KeyControllerBuilder<TKey> KeyController<TKey>(this ControllerManager manager, string name)
        where TKey : notnull, IEquatable<TKey> => new(manager, name);
}
