using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Operon.Webhooks;

/// <summary>Reads the JSON body of a request.</summary>
internal static class ReviewRequest
{
    /// <summary>The body, or what is wrong with it.</summary>
    public static async Task<(JsonObject? Review, int Code, string Reason, string Problem)> ReadAsync(HttpRequest request, int mostBytes, CancellationToken cancellationToken)
    {
        if (!IsJson(request.ContentType))
        {
            return (null, StatusCodes.Status415UnsupportedMediaType, "UnsupportedMediaType", $"contentType={request.ContentType}, expected application/json");
        }

        using var body = new MemoryStream(request.ContentLength is { } length && length <= mostBytes ? (int)length : 0);
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > mostBytes)
            {
                return (null, StatusCodes.Status413PayloadTooLarge, "RequestEntityTooLarge", $"request entity is too large; limit is {mostBytes} bytes");
            }

            body.Write(buffer, 0, read);
        }

        try
        {
            return body.Length == 0
                ? (null, StatusCodes.Status400BadRequest, "BadRequest", "request body is empty")
                : JsonNode.Parse(body.GetBuffer().AsSpan(0, (int)body.Length)) is JsonObject review
                    ? (review, 0, "", "")
                    : (null, StatusCodes.Status400BadRequest, "BadRequest", "the body is no JSON object");
        }
        catch (JsonException e)
        {
            return (null, StatusCodes.Status400BadRequest, "BadRequest", $"the body is no JSON: {e.Message}");
        }
    }

    private static bool IsJson(string? contentType) =>
        contentType is not null && contentType.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase);
}
