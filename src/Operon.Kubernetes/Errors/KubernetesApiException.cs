using System.Net;

namespace Operon.Kubernetes;

/// <summary>The server refused a request. Branch on <see cref="Reason"/> or the properties here, never on the text.</summary>
public class KubernetesApiException : Exception
{
    /// <summary>Creates the exception from a Status.</summary>
    public KubernetesApiException(HttpStatusCode code, string reason, string message, TimeSpan? retryAfter = null, string? statusJson = null)
        : this(code, reason, message, retryAfter, statusJson, [])
    {
    }

    internal KubernetesApiException(
        HttpStatusCode code, string reason, string message, TimeSpan? retryAfter, string? statusJson, IReadOnlyList<StatusCause> causes)
        : base(message)
    {
        Code = code;
        Reason = reason;
        RetryAfter = retryAfter;
        StatusJson = statusJson;
        Causes = causes;
    }

    /// <summary>HTTP status code.</summary>
    public HttpStatusCode Code { get; }

    /// <summary>Status reason, such as <c>NotFound</c>, <c>AlreadyExists</c>, <c>Conflict</c>, <c>Invalid</c>, <c>Expired</c>; empty when the server sent no Status.</summary>
    public string Reason { get; }

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The Status object as sent; null when the server sent none.</summary>
    public string? StatusJson { get; }

    /// <summary>The causes of the Status: one per invalid field, conflict or denial.</summary>
    public IReadOnlyList<StatusCause> Causes { get; }

    /// <summary>The object, or the resource itself, does not exist.</summary>
    public bool IsNotFound => Code == HttpStatusCode.NotFound;

    /// <summary>An object of that name exists.</summary>
    public bool IsAlreadyExists => Reason == "AlreadyExists";

    /// <summary>The object changed since it was read, or another field manager owns a field.</summary>
    public bool IsConflict => Reason == "Conflict";

    /// <summary>The resource version is too old; list again.</summary>
    public bool IsExpired => Code == HttpStatusCode.Gone || Reason is "Expired" or "Gone";

    /// <summary>The object breaks a rule of its schema or validation; <see cref="Causes"/> names the fields.</summary>
    public bool IsInvalid => Reason == "Invalid";

    /// <summary>The request itself is malformed, or strict field validation found unknown fields.</summary>
    public bool IsBadRequest => Code == HttpStatusCode.BadRequest;

    /// <summary>The server does not know the caller.</summary>
    public bool IsUnauthorized => Code == HttpStatusCode.Unauthorized;

    /// <summary>The caller may not do this.</summary>
    public bool IsForbidden => Code == HttpStatusCode.Forbidden;

    /// <summary>The resource does not have this verb.</summary>
    public bool IsMethodNotSupported => Code == HttpStatusCode.MethodNotAllowed;

    /// <summary>The server is busy, or a disruption budget forbids the eviction now; try later.</summary>
    public bool IsTooManyRequests => Code == HttpStatusCode.TooManyRequests;

    /// <summary>The server could not finish in time; whether the change was made is not known.</summary>
    public bool IsTimeout => Reason is "Timeout" or "ServerTimeout" || Code == HttpStatusCode.GatewayTimeout;

    /// <summary>The server, or the extension server behind it, is away.</summary>
    public bool IsServiceUnavailable => Code == HttpStatusCode.ServiceUnavailable;

    /// <summary>The server failed.</summary>
    public bool IsInternalError => Code == HttpStatusCode.InternalServerError;

    /// <summary>The object is larger than the server takes.</summary>
    public bool IsRequestEntityTooLarge => Code == HttpStatusCode.RequestEntityTooLarge;

    /// <summary>Nothing can be created because the namespace is being deleted.</summary>
    public bool IsNamespaceTerminating => IsForbidden && HasCause("NamespaceTerminating");

    /// <summary>Whether a cause has this reason.</summary>
    public bool HasCause(string reason) => Causes.Any(cause => cause.Reason == reason);
}
