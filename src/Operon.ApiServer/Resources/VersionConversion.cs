using System.Text.Json.Nodes;

namespace Operon.ApiServer.Resources;

/// <summary>Turns an object of one version into another of the same resource. Most kinds differ in the apiVersion only.</summary>
internal static class VersionConversion
{
    public static void Convert(JsonObject obj, string kind, string toApiVersion)
    {
        var from = obj.Text("apiVersion");
        if (from == toApiVersion)
        {
            return;
        }

        switch (kind)
        {
            case "Event" when from == "v1":
                EventConversion.ToEvents(obj);
                break;
            case "Event" when toApiVersion == "v1":
                EventConversion.ToCore(obj);
                break;
            case "HorizontalPodAutoscaler" when toApiVersion == "autoscaling/v2":
                AutoscalerConversion.ToV2(obj);
                break;
            case "HorizontalPodAutoscaler" when toApiVersion == "autoscaling/v1":
                AutoscalerConversion.ToV1(obj);
                break;
        }

        obj["apiVersion"] = toApiVersion;
    }
}
