using System.Text.Json.Nodes;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.Admission;

/// <summary>Pods stay 300 seconds on a node that is not ready or unreachable, unless they say otherwise.</summary>
internal sealed class DefaultTolerations : AdmissionPlugin
{
    private static readonly string[] Taints = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];

    public override Task MutateAsync(AdmissionRequest request)
    {
        if (request.IsMainCreate(StorageNames.Pods))
        {
            var spec = request.Object.Ensure("spec");
            foreach (var taint in Taints)
            {
                if (!spec.Objects("tolerations").Any(toleration => Covers(toleration, taint)))
                {
                    Add(spec, taint);
                }
            }
        }

        return Task.CompletedTask;
    }

    private static bool Covers(JsonObject toleration, string taint) =>
        (toleration.Text("key") == taint || toleration.Text("key").Length == 0) && toleration.Text("effect") is "NoExecute" or "";

    private static void Add(JsonObject spec, string taint)
    {
        if (spec.Array("tolerations") is not { } tolerations)
        {
            spec["tolerations"] = tolerations = [];
        }

        tolerations.Add((JsonNode)new JsonObject { ["key"] = taint, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300 });
    }
}
