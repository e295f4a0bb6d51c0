using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

internal static class ResourceKindCompletion
{
    /// <summary>Fills what servers leave out: apiVersion and kind of list items and of metadata-only answers, which name the wrapper instead.</summary>
    public static T Complete<T>(this ResourceKind<T> kind, T resource)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (resource is PartialObjectMetadata)
        {
            resource.ApiVersion = kind.Type.ApiVersion;
            resource.Kind = kind.Type.Kind;
        }
        else
        {
            resource.ApiVersion ??= kind.Type.ApiVersion;
            resource.Kind ??= kind.Type.Kind;
        }

        return resource;
    }
}
