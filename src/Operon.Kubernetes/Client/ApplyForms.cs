using k8s.Models;

namespace Operon.Kubernetes;

internal static class ApplyForms
{
    /// <summary>An object that was read carries every field of every manager; applying it would take all of them over.</summary>
    public static void ThrowIfRead(V1ObjectMeta metadata, string what)
    {
        if (metadata.ManagedFields is not null)
        {
            throw new ArgumentException(
                $"apply {what}: metadata.managedFields is set, so this object was read from the server. Apply a new object with only the fields you want to own.");
        }
    }
}
