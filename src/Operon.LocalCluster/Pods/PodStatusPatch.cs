using System.Text.Json;
using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.LocalCluster.Pods;

/// <summary>The patch that writes a pod's status.</summary>
internal static class PodStatusPatch
{
    public static Patch Build(V1Pod pod, V1PodStatus status)
    {
        var body = Node(status);
        // The uid makes the server refuse the patch for a later pod of the same name.
        body["metadata"] = new JsonObject { ["uid"] = pod.Metadata.Uid };
        return Patch.Merge(body);
    }

    /// <summary>The status as JSON text, to compare.</summary>
    public static string Text(V1PodStatus status) => Node(status).ToJsonString();

    private static JsonObject Node(V1PodStatus status)
    {
        var pod = JsonSerializer.SerializeToNode(new V1Pod { Status = status }, ResourceKinds.Pod.Json)!.AsObject();
        return new JsonObject { ["status"] = pod["status"]!.DeepClone() };
    }
}
