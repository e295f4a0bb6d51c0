using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>The fields of models that are meta/v1 MicroTime: servers refuse them without their six fractional digits.</summary>
internal static class MicroTimes
{
    private static readonly HashSet<string> _all = new(StringComparer.Ordinal)
    {
        "V1LeaseSpec.AcquireTime", "V1LeaseSpec.RenewTime",
        "Corev1Event.EventTime", "Corev1EventSeries.LastObservedTime", "Eventsv1Event.EventTime", "Eventsv1EventSeries.LastObservedTime",
    };

    public static bool Contains(IPropertySymbol property) =>
        _all.Contains($"{property.ContainingType.Name}.{property.Name}") && property.ContainingType.ContainingNamespace?.ToDisplayString() == Types.Models;
}
