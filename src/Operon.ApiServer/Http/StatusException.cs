using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Http;

/// <summary>A refusal that reaches the client as a v1 Status. Clients branch on <see cref="Reason"/>.</summary>
internal sealed class StatusException(int code, string reason, string message) : Exception(message)
{
    public int Code { get; } = code;
    public string Reason { get; } = reason;
    public string? Name { get; init; }
    public string? Group { get; init; }

    /// <summary>The plural resource name (the kind for Invalid), as the real server fills details.kind.</summary>
    public string? Kind { get; init; }
    public string? Uid { get; init; }
    public IReadOnlyList<FieldError> Causes { get; init; } = [];
    public int RetryAfterSeconds { get; init; }

    /// <summary>Details somebody else wrote; they take the place of what the other members say.</summary>
    public JsonObject? GivenDetails { get; init; }

    public JsonObject ToStatus()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = Message,
        };
        if (Reason.Length > 0)
        {
            status["reason"] = Reason;
        }

        if ((GivenDetails?.DeepClone() as JsonObject ?? Details()) is { Count: > 0 } details)
        {
            status["details"] = details;
        }

        status["code"] = Code;
        return status;
    }

    private JsonObject Details()
    {
        var details = new JsonObject();
        Put(details, "name", Name);
        Put(details, "group", Group);
        Put(details, "kind", Kind);
        Put(details, "uid", Uid);
        if (Causes.Count > 0)
        {
            details["causes"] = new JsonArray([.. Causes.Select(cause =>
            {
                var json = new JsonObject();
                Put(json, "reason", cause.Reason);
                Put(json, "message", cause.Message);
                Put(json, "field", cause.Field);
                return (JsonNode)json;
            })]);
        }

        if (RetryAfterSeconds > 0)
        {
            details["retryAfterSeconds"] = RetryAfterSeconds;
        }

        return details;
    }

    private static void Put(JsonObject json, string field, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json[field] = value;
        }
    }
}
