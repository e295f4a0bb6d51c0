using k8s.Models;
using Operon.Kubernetes;

namespace Orchard.Api.V1;

/// <summary>What was seen of a Tree.</summary>
public sealed record TreeStatus
{
    /// <summary>The state in standard conditions; Ready says whether the spec is reached.</summary>
    [ListType(ListType.Map), ListMapKey("type")]
    public IReadOnlyList<V1Condition> Conditions { get; init; } = [];
}
