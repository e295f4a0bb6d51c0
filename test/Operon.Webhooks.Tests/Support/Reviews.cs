using System.Text;
using System.Text.Json.Nodes;
using Operon.Kubernetes;

namespace Operon.Webhooks.Tests;

/// <summary>Reviews as an API server writes them.</summary>
internal static class Reviews
{
    public static JsonObject Admission(
        ResourceType type, string operation, string? current, string? old = null, string version = "v1", string name = "main", Action<JsonObject>? change = null)
    {
        var request = new JsonObject
        {
            ["uid"] = "705ab4f5-6393-11e8-b7cc-42010a800002",
            ["kind"] = new JsonObject { ["group"] = type.Group, ["version"] = type.Version, ["kind"] = type.Kind },
            ["resource"] = new JsonObject { ["group"] = type.Group, ["version"] = type.Version, ["resource"] = type.Plural },
            ["name"] = name,
            ["namespace"] = "default",
            ["operation"] = operation,
            ["userInfo"] = new JsonObject { ["username"] = "someone", ["groups"] = new JsonArray("system:authenticated") },
            ["object"] = current is null ? null : Yaml.ToJson(current)[0],
            ["oldObject"] = old is null ? null : Yaml.ToJson(old)[0],
            ["dryRun"] = false,
        };
        change?.Invoke(request);
        return new JsonObject { ["apiVersion"] = $"admission.k8s.io/{version}", ["kind"] = "AdmissionReview", ["request"] = request };
    }

    public static JsonObject Conversion(string desired, params string[] objects) => new()
    {
        ["apiVersion"] = "apiextensions.k8s.io/v1",
        ["kind"] = "ConversionReview",
        ["request"] = new JsonObject
        {
            ["uid"] = "705ab4f5-6393-11e8-b7cc-42010a800002",
            ["desiredAPIVersion"] = desired,
            ["objects"] = new JsonArray([.. objects.Select(one => Yaml.ToJson(one)[0])]),
        },
    };

    /// <summary>The operations of the answer's patch.</summary>
    public static JsonArray Patch(JsonObject review) => review["response"]!["patch"] is { } patch
        ? JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String((string)patch!)))!.AsArray()
        : [];
}
