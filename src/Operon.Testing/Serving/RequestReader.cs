using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Operon.ApiServer.Authentication;
using Operon.ApiServer.Http;

namespace Operon.Testing;

/// <summary>Reads from a request what faults and the journal need, with the server's own rules.</summary>
internal static class RequestReader
{
    public static TestRequest Read(HttpContext http, RequestAuthenticator authenticator)
    {
        var path = http.Request.Path.Value ?? "/";
        var info = RequestInfo.Parse(http.Request.Method, path, ListOptions.IsTrue(http.Request.Query["watch"].ToString()), name => name is "status" or "finalize");
        return new TestRequest
        {
            User = User(http, authenticator),
            Verb = VerbOf(info.Verb, http.Request.ContentType),
            Group = info.Group,
            Version = info.Version,
            Resource = info.Resource,
            Subresource = info.Subresource,
            Namespace = info.Resource == "namespaces" ? "" : info.Namespace,
            Name = info.Name,
            Path = path + http.Request.QueryString,
            IsDryRun = http.Request.Query["dryRun"].Count > 0,
        };
    }

    /// <summary>metadata.name of an object; null when there is none.</summary>
    public static string? NameIn(ReadOnlySpan<byte> json) => MetadataField(json, "name"u8);

    public static string? MetadataField(ReadOnlySpan<byte> json, ReadOnlySpan<byte> field)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            return Enter(ref reader, "metadata"u8) && Enter(ref reader, field) && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        }
        catch (JsonException)
        {
            // Not an object that the server would accept either; it has no name.
            return null;
        }
    }

    /// <summary>metadata.resourceVersion of the object in a watch line; 0 when there is none.</summary>
    public static long RevisionInLine(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            return Enter(ref reader, "object"u8) && EnterObject(ref reader, "metadata"u8) && EnterObject(ref reader, "resourceVersion"u8)
                && long.TryParse(reader.GetString(), out var revision) ? revision : 0;
        }
        catch (JsonException)
        {
            // A line without a version is no event that could be newer.
            return 0;
        }
    }

    private static bool Enter(ref Utf8JsonReader reader, ReadOnlySpan<byte> field) =>
        (reader.TokenType == JsonTokenType.StartObject || (reader.Read() && reader.TokenType == JsonTokenType.StartObject)) && EnterObject(ref reader, field);

    private static bool EnterObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> field)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isWanted = reader.ValueTextEquals(field);
            reader.Read();
            if (isWanted)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private static string User(HttpContext http, RequestAuthenticator authenticator)
    {
        if (http.Request.Headers["Impersonate-User"].ToString() is { Length: > 0 } impersonated)
        {
            return impersonated;
        }

        try
        {
            return authenticator.Authenticate(http).Name;
        }
        catch (StatusException)
        {
            // The server answers 401 when the request gets there.
            return "";
        }
    }

    private static Verb VerbOf(string verb, string? contentType) => verb switch
    {
        "list" => Verb.List,
        "watch" => Verb.Watch,
        "create" or "post" => Verb.Create,
        "update" or "put" => Verb.Update,
        "patch" => contentType?.StartsWith("application/apply-patch", StringComparison.Ordinal) == true ? Verb.Apply : Verb.Patch,
        "delete" => Verb.Delete,
        "deletecollection" => Verb.DeleteCollection,
        _ => Verb.Get,
    };
}
