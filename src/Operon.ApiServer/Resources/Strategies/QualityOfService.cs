using System.Text.Json.Nodes;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>A pod's quality of service class, from the CPU and memory of all its containers.</summary>
internal static class QualityOfService
{
    public static string Of(JsonObject? spec)
    {
        var anything = false;
        var guaranteed = true;
        foreach (var container in spec.Maps("containers").Concat(spec.Maps("initContainers")))
        {
            foreach (var resource in (ReadOnlySpan<string>)["cpu", "memory"])
            {
                var request = Amount(container, "requests", resource);
                var limit = Amount(container, "limits", resource);
                anything |= request > 0 || limit > 0;
                guaranteed &= limit > 0 && request == limit;
            }
        }
        return !anything ? "BestEffort" : guaranteed ? "Guaranteed" : "Burstable";
    }

    private static decimal Amount(JsonObject container, string side, string resource)
    {
        var value = container.Map("resources").Map(side)?[resource];
        return Quantity.Parse(value.AsText() ?? value?.ToJsonString()) ?? 0;
    }
}
