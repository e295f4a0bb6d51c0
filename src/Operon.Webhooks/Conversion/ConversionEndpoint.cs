using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Operon.Runtime;

namespace Operon.Webhooks;

/// <summary><c>/convert</c>: ConversionReviews for all kinds that have converters.</summary>
internal sealed partial class ConversionEndpoint(IReadOnlyList<KindConversion> kinds, ILogger logger) : IWebhookEndpoint
{
    public const string Path = "/convert";

    public Task<JsonObject> AnswerAsync(string path, JsonObject review, CancellationToken cancellationToken)
    {
        var request = review["request"] as JsonObject;
        var uid = request is null ? null : ReviewVersion.Text(request, "uid");
        if (ReviewVersion.Conversion.Problem(review) is { } problem)
        {
            return Task.FromResult(Failed(review, uid, problem));
        }

        if (request is null || uid is null || ReviewVersion.Text(request, "desiredAPIVersion") is not { Length: > 0 } desired || request["objects"] is not JsonArray objects)
        {
            return Task.FromResult(Failed(review, uid, "request needs uid, desiredAPIVersion and objects"));
        }

        var converted = new JsonArray();
        foreach (var node in objects)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (result, failure) = Convert(node as JsonObject, desired, uid);
            if (result is null)
            {
                return Task.FromResult(Failed(review, uid, failure!));
            }

            converted.Add((JsonNode)result);
        }

        return Task.FromResult(Review(review, new JsonObject
        {
            ["uid"] = uid,
            ["convertedObjects"] = converted,
            ["result"] = new JsonObject { ["status"] = "Success" },
        }));
    }

    public JsonObject Refuse(int code, string reason, string message) => Failed(null, null, message);

    private (JsonObject? Result, string? Failure) Convert(JsonObject? given, string desired, string uid)
    {
        if (given is null || ReviewVersion.Text(given, "apiVersion") is not { } apiVersion || ReviewVersion.Text(given, "kind") is not { } kind)
        {
            return (null, "an item of request.objects has no apiVersion and kind");
        }

        var target = $"{kind} {Name(given)}";
        var group = Group(apiVersion);
        if (kinds.FirstOrDefault(one => one.Hub.Kind == kind && one.Hub.Group == group) is not { } conversion)
        {
            return (null, $"{target} of {apiVersion}: this webhook has no converters for the kind; there are {string.Join(", ", kinds.Select(one => $"{one.Hub.Kind}.{one.Hub.Group}"))}");
        }

        if (Group(desired) != group)
        {
            return (null, $"{target} of {apiVersion} cannot become {desired}: that is another group");
        }

        try
        {
            return (conversion.Convert(given, apiVersion, desired), null);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return (null, $"{target} from {apiVersion} to {desired}: {e.Message}");
        }
#pragma warning disable CA1031 // One object must not end the server.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (Panics.Include(e))
            {
                WebhookMetrics.ConversionPanics.Add(1);
            }

            NotConverted(logger, target, apiVersion, desired, uid, e);
            return (null, $"{target} from {apiVersion} to {desired}: the converter failed with {e.GetType().Name}; the webhook's log has the details under the request {uid}");
        }
    }

    private static string Name(JsonObject given)
    {
        var metadata = given["metadata"] as JsonObject ?? [];
        var name = ReviewVersion.Text(metadata, "name") ?? ReviewVersion.Text(metadata, "generateName") ?? "(no name)";
        return ReviewVersion.Text(metadata, "namespace") is { } ns ? $"{ns}/{name}" : name;
    }

    private static string Group(string apiVersion) => apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion[..apiVersion.IndexOf('/', StringComparison.Ordinal)] : "";

    private static JsonObject Failed(JsonObject? review, string? uid, string message) => Review(review, new JsonObject
    {
        ["uid"] = uid ?? "",
        ["convertedObjects"] = new JsonArray(),
        ["result"] = new JsonObject { ["status"] = "Failure", ["message"] = message },
    });

    private static JsonObject Review(JsonObject? review, JsonObject response) =>
        new() { ["apiVersion"] = ReviewVersion.Conversion.ApiVersion(review), ["kind"] = ReviewVersion.Conversion.Kind, ["response"] = response };

    [LoggerMessage(405, LogLevel.Error, "{Target} could not be converted from {From} to {To}, request {Uid}")]
    private static partial void NotConverted(ILogger logger, string target, string from, string to, string uid, Exception exception);
}
