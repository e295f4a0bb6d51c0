using System.Net;

namespace Operon.Kubernetes;

/// <summary>Which refusals are worth another try.</summary>
internal static class ClientRetries
{
    private static readonly TimeSpan _longestDelay = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait before the request is sent again; null when it must not be.</summary>
    public static TimeSpan? Delay(HttpRequestMessage request, HttpResponseMessage response, TimeProvider time)
    {
        // Only the server knows whether trying again helps: it says so with the header.
        if (StatusErrors.RetryAfter(response, time) is not { } wait)
        {
            return null;
        }

        var isSafe = response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => true,
            >= HttpStatusCode.InternalServerError => MayRunTwice(request),
            _ => false,
        };
        return !isSafe ? null : wait < _longestDelay ? wait : _longestDelay;
    }

    private static bool MayRunTwice(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Method == HttpMethod.Put || request.Method == HttpMethod.Delete
        || request.Content?.Headers.ContentType?.MediaType == Patch.ApplyContentType;
}
