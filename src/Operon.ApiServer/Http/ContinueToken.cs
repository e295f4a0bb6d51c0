using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Http;

/// <summary>Where the next page starts. A revision of -1 asks for the rest from the present state: the "inconsistent continue".</summary>
internal sealed record ContinueToken(long Revision, string AfterKey)
{
    public const long Inconsistent = -1;

    public override string ToString() =>
        Base64Url.EncodeToString(JsonBytes.Encode(new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = Revision, ["start"] = AfterKey + "\0" }));

    public static ContinueToken Parse(string text)
    {
        try
        {
            if (JsonNode.Parse(Base64Url.DecodeFromChars(text)) is JsonObject token && token["rv"].Integer() is { } revision)
            {
                return new ContinueToken(revision, token.Text("start").TrimEnd('\0'));
            }
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            throw Refusal.BadRequest("continue key is not valid: " + error.Message);
        }

        throw Refusal.BadRequest("continue key is not valid: it has no resource version");
    }
}
