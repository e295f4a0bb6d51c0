using System.Text.Json.Nodes;

namespace Operon.ApiServer.Resources;

/// <summary>Events of the core group and of events.k8s.io are the same objects under other field names.</summary>
internal static class EventConversion
{
    private static readonly (string Core, string Events)[] Names =
    [
        ("involvedObject", "regarding"), ("message", "note"), ("source", "deprecatedSource"), ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"), ("reportingComponent", "reportingController"),
    ];

    public static void ToEvents(JsonObject obj)
    {
        foreach (var (core, events) in Names)
        {
            Rename(obj, core, events);
        }
    }

    public static void ToCore(JsonObject obj)
    {
        foreach (var (core, events) in Names)
        {
            Rename(obj, events, core);
        }
    }

    private static void Rename(JsonObject obj, string from, string to)
    {
        if (obj.Remove(from, out var value) && value is not null)
        {
            obj[to] = value;
        }
    }
}
