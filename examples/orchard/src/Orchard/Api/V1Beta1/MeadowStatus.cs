using k8s.Models;
using Operon.Kubernetes;

namespace Orchard.Api.V1Beta1;

/// <summary>What was seen of a Meadow.</summary>
public sealed record MeadowStatus
{
    /// <summary>The state in standard conditions; Ready says whether the spec is reached.</summary>
    [ListType(ListType.Map), ListMapKey("type")]
    public IReadOnlyList<V1Condition> Conditions { get; init; } = [];
}
