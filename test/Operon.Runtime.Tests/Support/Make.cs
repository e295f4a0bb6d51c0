using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime.Tests;

internal static class Make
{
    public static ObjectKey Key(string name) => new("ns", name);

    public static V1ConfigMap ConfigMap(string name, string? value = null, string namespaceName = "ns") => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = namespaceName, Labels = new Dictionary<string, string> { ["name"] = name } },
        Data = value is null ? null : new Dictionary<string, string> { ["value"] = value },
    };

    /// <summary>The map as several managers wrote it, each at one of the times.</summary>
    public static V1ConfigMap WrittenAt(V1ConfigMap map, params DateTimeOffset[] times)
    {
        map.Metadata.ManagedFields =
            [.. times.Select((time, i) => new V1ManagedFieldsEntry { Manager = $"manager-{i}", Operation = "Update", Time = time.UtcDateTime })];
        return map;
    }

    public static V1Pod Pod(string name, V1OwnerReference? owner = null) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "ns", OwnerReferences = owner is null ? null : [owner] },
    };
}
