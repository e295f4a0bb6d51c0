using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>What users ask for, as opposed to what controllers report.</summary>
internal static class DesiredState
{
    /// <summary>
    /// Whether spec, labels or annotations differ. Kinds without generations (ConfigMaps) differ by resource version: they have no status.
    /// </summary>
    public static bool Differs(IKubernetesObject<V1ObjectMeta> old, IKubernetesObject<V1ObjectMeta> now)
    {
        if (old.Metadata.ResourceVersion == now.Metadata.ResourceVersion && old.Metadata.Uid == now.Metadata.Uid)
        {
            return false;
        }

        return old.Metadata.Generation is not { } before || now.Metadata.Generation is not { } after || before != after
            || old.Metadata.Uid != now.Metadata.Uid
            || !Equal(old.Metadata.Labels, now.Metadata.Labels)
            || !Equal(old.Metadata.Annotations, now.Metadata.Annotations);
    }

    private static bool Equal(IDictionary<string, string>? one, IDictionary<string, string>? other) =>
        (one?.Count ?? 0) == (other?.Count ?? 0)
        && (one is null || one.All(pair => other is not null && other.TryGetValue(pair.Key, out var value) && value == pair.Value));
}
