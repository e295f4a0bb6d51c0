using System.Net;

namespace Operon.ApiServer.Patching;

/// <summary>A patch that cannot be read or applied, with the HTTP status and reason the client gets.</summary>
internal sealed class PatchException(HttpStatusCode code, string reason, string message) : Exception(message)
{
    public HttpStatusCode Code { get; } = code;

    /// <summary>The reason of the Status object, such as Invalid or BadRequest.</summary>
    public string Reason { get; } = reason;

    public static PatchException Invalid(string message) => new(HttpStatusCode.UnprocessableEntity, "Invalid", message);

    public static PatchException BadRequest(string message) => new(HttpStatusCode.BadRequest, "BadRequest", message);

    public static PatchException TooLarge(string message) => new(HttpStatusCode.RequestEntityTooLarge, "RequestEntityTooLarge", message);
}
