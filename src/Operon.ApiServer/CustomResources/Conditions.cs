using System.Text.Json.Nodes;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.CustomResources;

/// <summary>The conditions of a CRD's status.</summary>
internal static class Conditions
{
    public static bool IsTrue(JsonObject status, string type) =>
        status.Objects("conditions").Any(condition => condition.Text("type") == type && condition.Text("status") == "True");

    public static void Set(JsonObject status, string type, bool value, string reason, string message, string now)
    {
        if (status.Array("conditions") is not { } conditions)
        {
            status["conditions"] = conditions = [];
        }

        var text = value ? "True" : "False";
        var old = conditions.OfType<JsonObject>().FirstOrDefault(condition => condition.Text("type") == type);
        if (old is null)
        {
            conditions.Add((JsonNode)new JsonObject { ["type"] = type, ["status"] = text, ["lastTransitionTime"] = now, ["reason"] = reason, ["message"] = message });
            return;
        }

        if (old.Text("status") != text)
        {
            old["lastTransitionTime"] = now;
        }

        old["status"] = text;
        old["reason"] = reason;
        old["message"] = message;
    }
}
