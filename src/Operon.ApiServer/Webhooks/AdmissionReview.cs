using System.Text.Json;
using System.Text.Json.Nodes;
using Operon.ApiServer.Admission;
using Operon.ApiServer.Http;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.Webhooks;

/// <summary>admission.k8s.io AdmissionReview: what is sent, and what an answer must look like.</summary>
internal static class AdmissionReview
{
    private const string Group = "admission.k8s.io";

    /// <summary>The <c>request</c>, without a uid.</summary>
    public static JsonObject Request(AdmissionRequest request, ServedResource version, JsonObject? obj, JsonObject? old)
    {
        var review = new JsonObject
        {
            ["uid"] = "",
            ["kind"] = Kind(request, version),
            ["resource"] = Resource(version),
        };
        Put(review, "subResource", request.Subresource);
        review["requestKind"] = Kind(request, request.Resource);
        review["requestResource"] = Resource(request.Resource);
        Put(review, "requestSubResource", request.Subresource);
        Put(review, "name", request.Operation == AdmissionOperation.Create && request.View is null ? obj?.Name() : request.Name);
        Put(review, "namespace", request.Resource.StorageName == StorageNames.Namespaces ? request.Name : request.Namespace);
        review["operation"] = request.OperationName;
        review["userInfo"] = request.Context.User.ToJson();
        review["object"] = obj?.DeepClone();
        review["oldObject"] = old?.DeepClone();
        review["dryRun"] = request.Context.DryRun;
        review["options"] = request.Options();
        return review;
    }

    public static (JsonObject Body, string Uid) Body(AdmissionWebhookCall call)
    {
        var uid = Guid.NewGuid().ToString();
        var request = (JsonObject)call.Review.DeepClone();
        request["uid"] = uid;
        return (new JsonObject { ["kind"] = "AdmissionReview", ["apiVersion"] = $"{Group}/{call.Webhook.ReviewVersion}", ["request"] = request }, uid);
    }

    /// <summary>The checked <c>response</c>.</summary>
    /// <exception cref="WebhookCallException">It breaks the contract.</exception>
    public static JsonObject Response(JsonObject answer, AdmissionWebhook webhook, string uid, bool mutating)
    {
        var response = answer.Object("response") ?? throw new WebhookCallException("webhook response was absent");
        if (webhook.ReviewVersion == "v1")
        {
            CheckIdentity(answer, response, uid);
        }

        var hasPatch = response.Text("patch").Length > 0;
        if (!mutating && hasPatch)
        {
            throw new WebhookCallException("validating webhook may not return response.patch");
        }

        if (!mutating && response["patchType"] is not null)
        {
            throw new WebhookCallException("validating webhook may not return response.patchType");
        }

        // The first version of the API left the type out.
        if (webhook.ReviewVersion == "v1" && hasPatch != response["patchType"] is not null)
        {
            throw new WebhookCallException(hasPatch ? "webhook returned response.patch but not response.patchType" : "webhook returned response.patchType but not response.patch");
        }

        return response["patchType"].Text() is null or "JSONPatch"
            ? response
            : throw new WebhookCallException($"webhook returned invalid response.patchType of \"{response.Text("patchType")}\"");
    }

    /// <summary>The operations of the answer's JSON patch; empty when there are none.</summary>
    public static JsonArray Patch(JsonObject response)
    {
        try
        {
            return response.Text("patch") is { Length: > 0 } patch ? JsonNode.Parse(Convert.FromBase64String(patch)) as JsonArray ?? throw Refusal.Internal("the patch of a webhook must be an array of operations") : [];
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            throw Refusal.Internal($"the patch of a webhook cannot be read: {error.Message}");
        }
    }

    /// <summary>The refusal of a webhook that did not allow the request: its own Status, raised to an error when it is none.</summary>
    public static StatusException Denial(AdmissionWebhook webhook, JsonObject response)
    {
        var status = response.Object("status");
        var denied = $"admission webhook \"{webhook.Name}\" denied the request";
        var reason = status.Text("reason");
        var text = status.Text("message") is { Length: > 0 } message ? message : reason;
        var code = (int)Math.Clamp(status?["code"].Integer() ?? 0, 400, 599);
        return new StatusException(code, reason, text.Length > 0 ? $"{denied}: {text}" : $"{denied} without explanation") { GivenDetails = status.Object("details") };
    }

    private static void CheckIdentity(JsonObject answer, JsonObject response, string uid)
    {
        if (response.Text("uid") != uid)
        {
            throw new WebhookCallException($"expected response.uid=\"{uid}\", got \"{response.Text("uid")}\"");
        }

        if (answer.Text("apiVersion") != $"{Group}/v1" || answer.Text("kind") != "AdmissionReview")
        {
            throw new WebhookCallException($"expected webhook response of {Group}/v1, Kind=AdmissionReview, got {answer.Text("apiVersion")}, Kind={answer.Text("kind")}");
        }
    }

    private static JsonObject Kind(AdmissionRequest request, ServedResource version) => request.View is { } view
        ? new JsonObject { ["group"] = view.Group, ["version"] = view.Version, ["kind"] = view.Kind }
        : new JsonObject { ["group"] = version.Group, ["version"] = version.Version, ["kind"] = version.Kind };

    private static JsonObject Resource(ServedResource version) => new() { ["group"] = version.Group, ["version"] = version.Version, ["resource"] = version.Plural };

    private static void Put(JsonObject json, string member, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json[member] = value;
        }
    }
}
