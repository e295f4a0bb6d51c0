using System.Net;

namespace Operon.Kubernetes;

/// <summary>The server refused a request. Branch on <see cref="Reason"/>, never on the text.</summary>
public sealed class KubernetesApiException : Exception
{
    /// <summary>Creates the exception from a Status.</summary>
    public KubernetesApiException(HttpStatusCode code, string reason, string message, TimeSpan? retryAfter = null, string? statusJson = null)
        : base(message)
    {
        Code = code;
        Reason = reason;
        RetryAfter = retryAfter;
        StatusJson = statusJson;
    }

    /// <summary>HTTP status code.</summary>
    public HttpStatusCode Code { get; }

    /// <summary>Status reason, such as <c>NotFound</c>, <c>AlreadyExists</c>, <c>Conflict</c>, <c>Invalid</c>, <c>Expired</c>; empty when the server sent no Status.</summary>
    public string Reason { get; }

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The Status object as sent, with its causes; null when the server sent none.</summary>
    public string? StatusJson { get; }

    /// <summary>The object does not exist.</summary>
    public bool IsNotFound => Code == HttpStatusCode.NotFound;

    /// <summary>An object of that name exists.</summary>
    public bool IsAlreadyExists => Reason == "AlreadyExists";

    /// <summary>The object changed since it was read, or another field manager owns a field.</summary>
    public bool IsConflict => Reason == "Conflict";

    /// <summary>The resource version is too old; list again.</summary>
    public bool IsExpired => Code == HttpStatusCode.Gone || Reason is "Expired" or "Gone";

    /// <summary>The caller may not do this.</summary>
    public bool IsForbidden => Code == HttpStatusCode.Forbidden;

    /// <summary>Nothing can be created because the namespace is being deleted.</summary>
    public bool IsNamespaceTerminating => IsForbidden && StatusJson?.Contains("\"NamespaceTerminating\"", StringComparison.Ordinal) == true;
}
