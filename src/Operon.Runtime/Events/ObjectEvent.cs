using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>Something that happened to an object.</summary>
public sealed record ObjectEvent
{
    /// <summary>The object it is about.</summary>
    public required IKubernetesObject<V1ObjectMeta> Regarding { get; init; }

    /// <summary>Why, as one word in CamelCase that programs can match, such as <c>MemberAdded</c>. At most 128 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>What people read. At most 1024 bytes; longer ones are cut.</summary>
    public required string Note { get; init; }

    /// <summary>What was done, in the same manner as <see cref="Reason"/>; null to repeat the reason.</summary>
    public string? Action { get; init; }

    /// <summary>Whether something is wrong: type <c>Warning</c> instead of <c>Normal</c>.</summary>
    public bool IsWarning { get; init; }

    /// <summary>A second object that takes part, such as the pod of a ReplicaSet.</summary>
    public IKubernetesObject<V1ObjectMeta>? Related { get; init; }
}
