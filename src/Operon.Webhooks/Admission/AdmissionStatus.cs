using System.Net;
using System.Text.Json.Nodes;
using Operon.Kubernetes;

namespace Operon.Webhooks;

/// <summary>Why a request was refused (or a remark about one that was not): the <c>status</c> of an answer, a <c>meta.k8s.io/v1</c> Status.</summary>
public sealed record AdmissionStatus
{
    /// <summary>HTTP code the client gets.</summary>
    public required HttpStatusCode Code { get; init; }

    /// <summary>For programs, such as <c>Forbidden</c> or <c>Invalid</c>.</summary>
    public string Reason { get; init; } = "";

    /// <summary>For people. The API server puts <c>admission webhook "name" denied the request: </c> before it.</summary>
    public string Message { get; init; } = "";

    /// <summary>The <c>details</c> of the Status: group, kind, name and causes; null for none.</summary>
    public JsonObject? Details { get; init; }

    /// <summary>The Status of a refusal by an API server, as it is.</summary>
    public static AdmissionStatus Of(KubernetesApiException refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        var status = refusal.StatusJson is { } json ? JsonNode.Parse(json) as JsonObject : null;
        return new AdmissionStatus
        {
            Code = refusal.Code,
            Reason = refusal.Reason,
            Message = refusal.Message,
            Details = status?["details"]?.DeepClone() as JsonObject,
        };
    }

    internal JsonObject ToJson(bool isAllowed)
    {
        var json = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Status",
            ["metadata"] = new JsonObject(),
            ["status"] = isAllowed ? "Success" : "Failure",
            ["code"] = (int)Code,
        };
        if (Reason.Length > 0)
        {
            json["reason"] = Reason;
        }

        if (Message.Length > 0)
        {
            json["message"] = Message;
        }

        if (Details is not null)
        {
            json["details"] = Details.DeepClone();
        }

        return json;
    }
}
