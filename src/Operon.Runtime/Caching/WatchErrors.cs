using System.Net;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>What a failure of a list or watch means for the next try.</summary>
internal static class WatchErrors
{
    /// <summary>The version asked for is gone, or newer than what the server has: the way on is a fresh read.</summary>
    public static bool IsVersionGone(Exception e) => e is KubernetesApiException api && (api.IsExpired || IsVersionTooLarge(api));

    /// <summary>Repeating the streaming request would be refused again, while a list may well be answered.</summary>
    public static bool RefusesStreams(Exception e) => e is InitialStreamRefusedException
        or KubernetesApiException
    {
        Code: HttpStatusCode.BadRequest or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotAcceptable
                or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.UnprocessableEntity or HttpStatusCode.NotImplemented,
    };

    /// <summary>The value of the metric's reason.</summary>
    public static string ReasonOf(Exception e) => e switch
    {
        _ when IsVersionGone(e) => "expired",
        KubernetesApiException { Code: HttpStatusCode.TooManyRequests } => "throttled",
        KubernetesApiException { IsNotFound: true } => "not_found",
        KubernetesApiException => "refused",
        InitialStreamRefusedException => "refused",
        _ => "broken",
    };

    // The cause is the contract; servers before it had one only say so in the message.
    private static bool IsVersionTooLarge(KubernetesApiException e) => e.Code == HttpStatusCode.GatewayTimeout
        && (e.StatusJson?.Contains("\"ResourceVersionTooLarge\"", StringComparison.Ordinal) == true || e.Message.Contains("Too large resource version", StringComparison.Ordinal));
}
