using System.Text.Json;
using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Webhooks;

/// <summary>Reads the request of an AdmissionReview. Throws <see cref="FormatException"/> that names the field.</summary>
internal static class AdmissionReviewReader
{
    public static AdmissionRequest Read(JsonObject review)
    {
        var request = review["request"] as JsonObject ?? throw new FormatException("request is missing");
        return new AdmissionRequest
        {
            Uid = Required(request, "uid"),
            Kind = Kind(request["kind"]) ?? throw new FormatException("request.kind is missing"),
            Resource = Resource(request["resource"]) ?? throw new FormatException("request.resource is missing"),
            SubResource = Text(request, "subResource"),
            RequestKind = Kind(request["requestKind"]),
            RequestResource = Resource(request["requestResource"]),
            RequestSubResource = Text(request, "requestSubResource"),
            Name = Text(request, "name") ?? "",
            Namespace = Text(request, "namespace"),
            Operation = Required(request, "operation") switch
            {
                "CREATE" => AdmissionOperation.Create,
                "UPDATE" => AdmissionOperation.Update,
                "DELETE" => AdmissionOperation.Delete,
                "CONNECT" => AdmissionOperation.Connect,
                var other => throw new FormatException($"request.operation is \"{other}\"; there are CREATE, UPDATE, DELETE and CONNECT"),
            },
            UserInfo = User(request["userInfo"]),
            Object = request["object"] as JsonObject,
            OldObject = request["oldObject"] as JsonObject,
            Options = request["options"] as JsonObject,
            IsDryRun = request["dryRun"] is JsonValue value && value.TryGetValue<bool>(out var isDryRun) && isDryRun,
        };
    }

    private static V1UserInfo User(JsonNode? json)
    {
        try
        {
            return json.Deserialize(KubernetesJson.TypeInfo<V1UserInfo>(WebhookJson.Default)) ?? new V1UserInfo();
        }
        catch (JsonException e)
        {
            throw new FormatException($"request.userInfo: {e.Message}");
        }
    }

    private static GroupVersionKind? Kind(JsonNode? json) =>
        json is JsonObject kind ? new(Text(kind, "group") ?? "", Text(kind, "version") ?? "", Text(kind, "kind") ?? "") : null;

    private static GroupVersionResource? Resource(JsonNode? json) =>
        json is JsonObject resource ? new(Text(resource, "group") ?? "", Text(resource, "version") ?? "", Text(resource, "resource") ?? "") : null;

    private static string Required(JsonObject json, string name) => Text(json, name) ?? throw new FormatException($"request.{name} is missing");

    private static string? Text(JsonObject json, string name) => ReviewVersion.Text(json, name) is { Length: > 0 } text ? text : null;
}
