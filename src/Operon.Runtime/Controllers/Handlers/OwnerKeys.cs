using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Owners by owner references, which never cross namespaces.</summary>
internal static class OwnerKeys
{
    public static IEnumerable<ObjectKey> Of(ResourceType owner, IKubernetesObject<V1ObjectMeta> owned, bool onlyController)
    {
        foreach (var reference in owned.Metadata.OwnerReferences ?? [])
        {
            if ((reference.Controller == true || !onlyController) && reference.Kind == owner.Kind && GroupOf(reference.ApiVersion) == owner.Group)
            {
                yield return new ObjectKey(owner.IsNamespaced ? owned.Metadata.NamespaceProperty : null, reference.Name);
            }
        }
    }

    private static string GroupOf(string apiVersion) =>
        apiVersion.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? apiVersion[..slash] : "";
}
