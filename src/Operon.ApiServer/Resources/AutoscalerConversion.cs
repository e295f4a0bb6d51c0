using System.Text.Json.Nodes;

namespace Operon.ApiServer.Resources;

/// <summary>HorizontalPodAutoscaler v1 knows only a CPU target, which v2 writes as a resource metric. Other metrics are not shown in v1.</summary>
internal static class AutoscalerConversion
{
    public static void ToV2(JsonObject obj)
    {
        if (obj.Object("spec") is { } spec && spec.Remove("targetCPUUtilizationPercentage", out var target) && target is not null)
        {
            spec["metrics"] = new JsonArray(new JsonObject
            {
                ["type"] = "Resource",
                ["resource"] = new JsonObject
                {
                    ["name"] = "cpu",
                    ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = target },
                },
            });
        }
    }

    public static void ToV1(JsonObject obj)
    {
        if (obj.Object("spec") is { } spec)
        {
            var cpu = spec.Objects("metrics").FirstOrDefault(metric => metric.Text("type") == "Resource" && metric.Object("resource").Text("name") == "cpu");
            if (cpu.Object("resource").Object("target")?["averageUtilization"] is { } target)
            {
                spec["targetCPUUtilizationPercentage"] = target.DeepClone();
            }

            spec.Remove("metrics");
            spec.Remove("behavior");
        }

        if (obj.Object("status") is { } status)
        {
            status.Remove("currentMetrics");
            status.Remove("conditions");
        }
    }
}
