using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>Finalizers: names that hold an object back from being removed until their owners have cleaned up. These change the object in memory only.</summary>
public static class Finalizers
{
    /// <summary>Whether the object carries the finalizer.</summary>
    public static bool Has(IKubernetesObject<V1ObjectMeta> resource, string finalizer) =>
        resource.Metadata.Finalizers?.Contains(finalizer) == true;

    /// <summary>Adds the finalizer; false when it was there.</summary>
    public static bool Add(IKubernetesObject<V1ObjectMeta> resource, string finalizer)
    {
        if (Has(resource, finalizer))
        {
            return false;
        }

        resource.Metadata.Finalizers = [.. resource.Metadata.Finalizers ?? [], finalizer];
        return true;
    }

    /// <summary>Removes the finalizer; false when it was not there.</summary>
    public static bool Remove(IKubernetesObject<V1ObjectMeta> resource, string finalizer)
    {
        if (!Has(resource, finalizer))
        {
            return false;
        }

        resource.Metadata.Finalizers = [.. resource.Metadata.Finalizers.Where(known => known != finalizer)];
        return true;
    }
}
