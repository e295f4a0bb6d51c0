using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.Webhooks;

/// <summary>The handlers of one path as a chain behind AdmissionReviews of both versions.</summary>
internal sealed partial class AdmissionEndpoint(IReadOnlyList<IAdmissionHandler> handlers, ILogger logger) : IWebhookEndpoint
{
    public async Task<JsonObject> AnswerAsync(string path, JsonObject review, CancellationToken cancellationToken)
    {
        AdmissionRequest request;
        try
        {
            request = ReviewVersion.Admission.Problem(review) is { } problem ? throw new FormatException(problem) : AdmissionReviewReader.Read(review);
        }
        catch (FormatException e)
        {
            Unreadable(logger, path, e.Message);
            return Review(review, (review["request"] as JsonObject) is { } given ? ReviewVersion.Text(given, "uid") : null, AdmissionResponse.Failed(HttpStatusCode.BadRequest, "BadRequest", e.Message));
        }

        Describe(request);
        var response = await HandleAsync(path, request, cancellationToken);
        Activity.Current?.SetTag("admission.allowed", response.IsAllowed);
        if (!response.IsAllowed)
        {
            Refused(logger, path, request.Operation, request.Target, request.Uid, (int?)response.Status?.Code ?? 403, response.Status?.Message ?? "");
        }

        return Review(review, request.Uid, response);
    }

    public JsonObject Refuse(int code, string reason, string message) => Review(null, null, AdmissionResponse.Failed((HttpStatusCode)code, reason, message));

    private async Task<AdmissionResponse> HandleAsync(string path, AdmissionRequest request, CancellationToken cancellationToken)
    {
        var patch = new JsonArray();
        var warnings = new List<string>();
        var annotations = new Dictionary<string, string>();
        var current = request;
        foreach (var handler in handlers)
        {
            var response = await HandleAsync(path, handler, current, cancellationToken);
            warnings.AddRange(response.Warnings);
            foreach (var (key, value) in response.AuditAnnotations)
            {
                annotations[key] = value;
            }

            if (!response.IsAllowed)
            {
                return response with { Patch = null, Warnings = warnings, AuditAnnotations = annotations };
            }

            foreach (var operation in response.Patch ?? [])
            {
                patch.Add(operation?.DeepClone());
            }

            current = Patched(current, response.Patch, path, out var failure);
            if (failure is not null)
            {
                return failure;
            }
        }

        return new AdmissionResponse { IsAllowed = true, Patch = patch.Count == 0 ? null : patch, Warnings = warnings, AuditAnnotations = annotations };
    }

    private AdmissionRequest Patched(AdmissionRequest request, JsonArray? patch, string path, out AdmissionResponse? failure)
    {
        failure = null;
        if (patch is not { Count: > 0 })
        {
            return request;
        }

        try
        {
            return request.Object is { } before && JsonPatches.Apply(before, patch) is JsonObject after
                ? request with { Object = after }
                : throw new FormatException("a patch needs an object, and leaves one");
        }
        catch (FormatException e)
        {
            failure = new AdmissionResponse { IsAllowed = false, Status = HandlerFailures.ToStatus(e, path, request.Target, request.Uid, logger) };
            return request;
        }
    }

    private async Task<AdmissionResponse> HandleAsync(string path, IAdmissionHandler handler, AdmissionRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await handler.HandleAsync(request, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // One request must not end the server, nor another's answer.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (Panics.Include(e))
            {
                WebhookMetrics.Panics.Add(1);
            }

            Activity.Current?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            return new AdmissionResponse { IsAllowed = false, Status = HandlerFailures.ToStatus(e, path, request.Target, request.Uid, logger) };
        }
    }

    private static JsonObject Review(JsonObject? review, string? uid, AdmissionResponse response)
    {
        var json = new JsonObject { ["uid"] = uid ?? "", ["allowed"] = response.IsAllowed };
        if (response.Status is { } status)
        {
            json["status"] = status.ToJson(response.IsAllowed);
        }
        else if (!response.IsAllowed)
        {
            json["status"] = new AdmissionStatus { Code = HttpStatusCode.Forbidden, Reason = "Forbidden" }.ToJson(isAllowed: false);
        }

        if (response.Patch is { Count: > 0 } patch)
        {
            json["patchType"] = "JSONPatch";
            json["patch"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(patch.ToJsonString(KubernetesJson.NodeOptions)));
        }

        if (response.Warnings.Count > 0)
        {
            json["warnings"] = new JsonArray([.. response.Warnings.Select(warning => JsonValue.Create(warning))]);
        }

        if (response.AuditAnnotations.Count > 0)
        {
            json["auditAnnotations"] = new JsonObject(response.AuditAnnotations.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        }

        return new JsonObject { ["apiVersion"] = ReviewVersion.Admission.ApiVersion(review), ["kind"] = ReviewVersion.Admission.Kind, ["response"] = json };
    }

    private static void Describe(AdmissionRequest request) => Activity.Current?
        .SetTag("k8s.kind", request.Kind.Kind)
        .SetTag("k8s.namespace.name", request.Namespace)
        .SetTag("k8s.name", request.Name)
        .SetTag("admission.operation", request.Operation.ToString())
        .SetTag("admission.uid", request.Uid);

    [LoggerMessage(403, LogLevel.Warning, "Webhook {Path} got a body that is no AdmissionReview: {Problem}")]
    private static partial void Unreadable(ILogger logger, string path, string problem);

    [LoggerMessage(404, LogLevel.Debug, "Webhook {Path} refused {Operation} of {Target}, request {Uid}: {Code} {Message}")]
    private static partial void Refused(ILogger logger, string path, AdmissionOperation operation, string target, string uid, int code, string message);
}
