using System.Globalization;
using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Controllers.Deployments;

/// <summary>Identity of a pod template: the name of its ReplicaSet and the label on its pods.</summary>
internal static class TemplateHash
{
    public static string Of(V1PodTemplateSpec template, int? collisions)
    {
        var text = Canonical(template)?.ToJsonString() ?? string.Empty;
        return SafeNames.Encode(SafeNames.Hash(collisions is null ? text : text + collisions.Value.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Whether two templates make the same pods; the hash label itself does not count.</summary>
    public static bool Same(V1PodTemplateSpec left, V1PodTemplateSpec right) => JsonNode.DeepEquals(Canonical(left), Canonical(right));

    private static JsonNode? Canonical(V1PodTemplateSpec template)
    {
        var json = Documents.Json(ResourceKinds.ReplicaSet, new V1ReplicaSet { Spec = new V1ReplicaSetSpec { Template = template } });
        var node = json["spec"]?["template"];
        (node?["metadata"]?["labels"] as JsonObject)?.Remove(DeploymentAnnotations.TemplateHash);
        (node?["metadata"] as JsonObject)?.Remove("creationTimestamp");
        return Documents.Normalized(node);
    }
}
