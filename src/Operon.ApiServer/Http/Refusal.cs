using Operon.ApiServer.Authorization;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.Http;

/// <summary>The refusals of the API, with the wording scripts and tests look for.</summary>
internal static class Refusal
{
    public static StatusException NotFound(ServedResource resource, string name) =>
        new(404, "NotFound", $"{resource.GroupResource} \"{name}\" not found") { Name = name, Group = resource.Group, Kind = resource.Plural };

    public static StatusException NoSuchPath() => new(404, "NotFound", "the server could not find the requested resource");

    public static StatusException AlreadyExists(ServedResource resource, string name) =>
        new(409, "AlreadyExists", $"{resource.GroupResource} \"{name}\" already exists") { Name = name, Group = resource.Group, Kind = resource.Plural };

    public static StatusException Conflict(ServedResource resource, string name, string detail) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {resource.GroupResource} \"{name}\": {detail}") { Name = name, Group = resource.Group, Kind = resource.Plural };

    /// <summary>A precondition of a delete that does not hold; such refusals name the kind, not the resource.</summary>
    public static StatusException PreconditionFailed(ServedResource resource, string name, string detail) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {GroupKind(resource.Group, resource.Kind)} \"{name}\": {detail}") { Name = name, Group = resource.Group, Kind = resource.Kind };

    public static StatusException Modified(ServedResource resource, string name) =>
        Conflict(resource, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static StatusException BadRequest(string message) => new(400, "BadRequest", message);

    public static StatusException MethodNotAllowed(string message = "the server does not allow this method on the requested resource") => new(405, "MethodNotAllowed", message);

    public static StatusException UnsupportedMediaType(string sent, IEnumerable<string> accepted) =>
        new(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: {string.Join(", ", accepted)}" + (sent.Length > 0 ? $" (sent: {sent})" : ""));

    public static StatusException NotAcceptable(IEnumerable<string> accepted) =>
        new(406, "NotAcceptable", $"only the following media types are accepted: {string.Join(", ", accepted)}");

    public static StatusException TooLarge(string message) => new(413, "RequestEntityTooLarge", message);

    public static StatusException Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static StatusException Internal(string message) => new(500, "InternalError", $"Internal error occurred: {message}") { Causes = [new FieldError("", "", message)] };

    public static StatusException Expired(string message) => new(410, "Expired", message);

    public static StatusException RevisionTooLarge(long asked, long current) =>
        new(504, "Timeout", $"Too large resource version: {asked}, current: {current}")
        {
            RetryAfterSeconds = 1,
            Causes = [new FieldError("", "ResourceVersionTooLarge", "Too large resource version")],
        };

    public static StatusException Invalid(ServedResource resource, string name, IReadOnlyList<FieldError> errors) => Invalid(resource.Group, resource.Kind, name, errors);

    public static StatusException Invalid(string group, string kind, string name, IReadOnlyList<FieldError> errors)
    {
        var texts = errors.Select(error => error.ToString()).Distinct().ToList();
        var message = texts.Count == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
        return new StatusException(422, "Invalid", $"{GroupKind(group, kind)} \"{name}\" is invalid: {message}") { Name = name, Group = group, Kind = kind, Causes = errors };
    }

    public static StatusException Forbidden(ServedResource resource, string name, string detail) =>
        new(403, "Forbidden", $"{resource.GroupResource} \"{name}\" is forbidden: {detail}") { Name = name, Group = resource.Group, Kind = resource.Plural };

    public static StatusException NotAllowed(AccessAttributes access) => new(403, "Forbidden", access.ForbiddenMessage())
    {
        Name = access.Name,
        Group = access.Group,
        Kind = access.Resource,
    };

    private static string GroupKind(string group, string kind) => group.Length == 0 ? kind : $"{kind}.{group}";
}
