using System.Net;
using System.Text.Json.Nodes;

namespace Operon.Webhooks;

/// <summary>The answer to an <see cref="AdmissionRequest"/>.</summary>
public sealed record AdmissionResponse
{
    /// <summary>Whether the request goes on.</summary>
    public required bool IsAllowed { get; init; }

    /// <summary>Why not; null when there is nothing to say.</summary>
    public AdmissionStatus? Status { get; init; }

    /// <summary>Operations of RFC 6902 on the object of the request; null for none. Only mutating webhooks may answer with any.</summary>
    public JsonArray? Patch { get; init; }

    /// <summary>Shown to the client as <c>Warning</c> headers, which kubectl prints. Best under 120 characters each; the server cuts them at 256.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Keys and values for the audit log; the server puts the name of the webhook before the keys.</summary>
    public IReadOnlyDictionary<string, string> AuditAnnotations { get; init; } = new Dictionary<string, string>();

    /// <summary>Goes on unchanged.</summary>
    public static AdmissionResponse Allowed(params IReadOnlyList<string> warnings) => new() { IsAllowed = true, Warnings = warnings };

    /// <summary>Goes on, changed by operations of RFC 6902.</summary>
    public static AdmissionResponse Patched(JsonArray patch) => new() { IsAllowed = true, Patch = patch };

    /// <summary>Refused: code 403 and reason Forbidden.</summary>
    public static AdmissionResponse Denied(string message) => Failed(HttpStatusCode.Forbidden, "Forbidden", message);

    /// <summary>Refused with a code and a reason.</summary>
    public static AdmissionResponse Failed(HttpStatusCode code, string reason, string message) =>
        new() { IsAllowed = false, Status = new AdmissionStatus { Code = code, Reason = reason, Message = message } };
}
