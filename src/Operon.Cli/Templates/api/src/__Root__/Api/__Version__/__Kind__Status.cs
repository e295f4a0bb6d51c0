__license__using k8s.Models;
using Operon.Kubernetes;

namespace __Root__.Api.__Version__;

/// <summary>What was seen of a __Kind__.</summary>
public sealed record __Kind__Status
{
    /// <summary>The state in standard conditions; Ready says whether the spec is reached.</summary>
    [ListType(ListType.Map), ListMapKey("type")]
    public IReadOnlyList<V1Condition> Conditions { get; init; } = [];
}
