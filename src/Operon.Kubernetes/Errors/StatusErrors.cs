using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Operon.Kubernetes;

/// <summary>Status bodies, and whatever proxies send in their place, to exceptions.</summary>
internal static class StatusErrors
{
    private const int LongestQuote = 512;

    public static async Task<KubernetesApiException> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var retryAfter = RetryAfter(response, TimeProvider.System);
        string body;
        try
        {
            body = await response.Content.ReadAsStringAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            body = "";
        }

        if (Parse(body, response.StatusCode, retryAfter) is { } exception)
        {
            return exception;
        }

        var request = response.RequestMessage;
        var quote = body.Length > LongestQuote ? body[..LongestQuote] : body;
        var message = string.Create(CultureInfo.InvariantCulture,
            $"{request?.Method} {request?.RequestUri} answered {(int)response.StatusCode} {response.ReasonPhrase}{(quote.Length > 0 ? $": {quote.Trim()}" : "")}");
        return new KubernetesApiException(response.StatusCode, "", message, retryAfter);
    }

    /// <summary>The exception a Status object stands for; null when <paramref name="json"/> is not one.</summary>
    public static KubernetesApiException? Parse(string json, HttpStatusCode fallback, TimeSpan? retryAfter)
    {
        if (!json.AsSpan().TrimStart().StartsWith("{"))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            var status = document.RootElement;
            if (!status.TryGetProperty("kind", out var kind) || kind.ValueKind != JsonValueKind.String || !kind.ValueEquals("Status"))
            {
                return null;
            }

            var code = status.TryGetProperty("code", out var number) && number.TryGetInt32(out var value) && value != 0 ? (HttpStatusCode)value : fallback;
            if (status.TryGetProperty("details", out var details) && details.ValueKind == JsonValueKind.Object
                && details.TryGetProperty("retryAfterSeconds", out var seconds) && seconds.TryGetInt32(out var wait) && wait > 0)
            {
                retryAfter ??= TimeSpan.FromSeconds(wait);
            }

            var reason = Text(status, "reason");
            var message = Text(status, "message") is { Length: > 0 } text ? text : $"The server answered {code} {reason}.";
            var causes = Causes(status);
            return causes.Any(ApplyConflictException.IsConflictCause)
                ? new ApplyConflictException(code, reason, message, retryAfter, json, causes)
                : new KubernetesApiException(code, reason, message, retryAfter, json, causes);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > time.GetUtcNow() ? date - time.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };

    private static IReadOnlyList<StatusCause> Causes(JsonElement status) =>
        status.TryGetProperty("details", out var details) && details.ValueKind == JsonValueKind.Object
        && details.TryGetProperty("causes", out var causes) && causes.ValueKind == JsonValueKind.Array
            ? [.. causes.EnumerateArray().Select(cause => new StatusCause(Text(cause, "reason"), Text(cause, "field"), Text(cause, "message")))]
            : [];

    private static string Text(JsonElement status, string name) =>
        status.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
