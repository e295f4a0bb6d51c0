using k8s.Models;
using Operon.LocalCluster.Images;
using Operon.LocalCluster.Sandboxing;

namespace Operon.LocalCluster.Pods;

/// <summary>Decides as which user a container runs: its own security context, else the pod's, else the image's user, else root.</summary>
internal static class ContainerUser
{
    /// <summary>Null for root. Throws <see cref="ContainerConfigException"/> when root is forbidden by <c>runAsNonRoot</c>.</summary>
    public static SandboxUser? Of(V1Pod pod, V1Container container, ImageEntry image)
    {
        var user = container.SecurityContext?.RunAsUser ?? pod.Spec.SecurityContext?.RunAsUser;
        var group = container.SecurityContext?.RunAsGroup ?? pod.Spec.SecurityContext?.RunAsGroup;
        if ((user ?? image.User) is not 0 and var id)
        {
            // An image's user brings its group along; a user given by number alone has group 0.
            return new SandboxUser(id, group ?? (user is null ? image.User : 0));
        }

        if ((container.SecurityContext?.RunAsNonRoot ?? pod.Spec.SecurityContext?.RunAsNonRoot) != true)
        {
            return null;
        }

        var name = $"(pod: \"{pod.Metadata.Name}_{pod.Metadata.NamespaceProperty}({pod.Metadata.Uid})\", container: {container.Name})";
        throw new ContainerConfigException(user is 0
            ? $"container's runAsUser breaks non-root policy {name}"
            : $"container has runAsNonRoot and image will run as root {name}; set securityContext.runAsUser");
    }
}
