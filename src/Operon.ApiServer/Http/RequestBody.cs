using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Operon.ApiServer.Protobuf;
using Operon.Kubernetes;
using YamlDotNet.Core;

namespace Operon.ApiServer.Http;

/// <summary>Reads request bodies: JSON, YAML or (built-in kinds only) protobuf, at most 3 MiB, duplicate members reported.</summary>
internal static class RequestBody
{
    public const int MaxBytes = 3 * 1024 * 1024;

    public static IReadOnlyList<string> CustomObjectTypes { get; } = ["application/json", "application/yaml"];

    private static readonly string[] ObjectTypes = [.. CustomObjectTypes, ProtobufDecoder.MediaType];

    /// <summary>The object in the body; null when the body is empty. Paths of duplicate members go to <paramref name="duplicates"/>.</summary>
    public static async Task<JsonObject?> ReadObjectAsync(HttpContext http, ICollection<string> duplicates)
    {
        var type = MediaType.Parse(http.Request.ContentType ?? "");
        var bytes = await ReadBytesAsync(http).ConfigureAwait(false);
        if (bytes.Length == 0)
        {
            return null;
        }

        var node = type.Name switch
        {
            "" or "application/json" or "text/plain" => ParseJson(bytes, duplicates),
            "application/yaml" or "text/yaml" => ParseYaml(bytes),
            ProtobufDecoder.MediaType => ParseProtobuf(bytes),
            _ => throw Refusal.UnsupportedMediaType(type.Name, ObjectTypes),
        };
        return node as JsonObject ?? throw Refusal.BadRequest("the request body must be one JSON or YAML object");
    }

    public static async Task<byte[]> ReadBytesAsync(HttpContext http)
    {
        if (http.Request.ContentLength > MaxBytes)
        {
            throw TooLarge();
        }

        var reader = http.Request.BodyReader;
        while (true)
        {
            var result = await ReadAsync(reader, http.RequestAborted).ConfigureAwait(false);
            if (result.Buffer.Length > MaxBytes)
            {
                throw TooLarge();
            }

            if (result.IsCompleted)
            {
                var bytes = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return bytes;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static async ValueTask<ReadResult> ReadAsync(PipeReader reader, CancellationToken aborted)
    {
        try
        {
            return await reader.ReadAsync(aborted).ConfigureAwait(false);
        }
        catch (IOException gone) when (gone is not BadHttpRequestException)
        {
            // A reset stream; the abort token may lag behind it.
            throw new ClientGoneException(gone);
        }
    }

    public static JsonNode? ParseJson(byte[] bytes, ICollection<string>? duplicates)
    {
        try
        {
            return JsonNode.Parse(bytes, null, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 512 });
        }
        catch (JsonException)
        {
            // Either not JSON at all or a duplicate member; the slow reader tells which and keeps the last of the duplicates.
            try
            {
                return JsonTreeReader.Read(bytes, duplicates ?? []);
            }
            catch (JsonException error)
            {
                throw Refusal.BadRequest($"couldn't parse the request body as JSON: {error.Message}");
            }
        }
    }

    public static JsonNode? ParseYaml(byte[] bytes)
    {
        try
        {
            var documents = Yaml.ToJson(Encoding.UTF8.GetString(bytes));
            return documents.Count == 1 ? documents[0] : throw Refusal.BadRequest($"the request body must hold one YAML document, not {documents.Count}");
        }
        catch (Exception error) when (error is YamlException or FormatException or JsonException)
        {
            throw Refusal.BadRequest($"error converting YAML to JSON: {error.Message}");
        }
    }

    private static JsonObject ParseProtobuf(byte[] bytes)
    {
        try
        {
            return ProtobufDecoder.Decode(bytes);
        }
        catch (ProtobufException error)
        {
            throw Refusal.BadRequest(error.Message);
        }
    }

    private static StatusException TooLarge() => Refusal.TooLarge($"Request entity too large: limit is {MaxBytes}");
}
