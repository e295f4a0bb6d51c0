using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>
/// Watch frames, one JSON object per line, in a single pass over the received bytes: a frame's object is deserialised where it lies,
/// without a string or a copy of the line.
/// </summary>
internal static class WatchReader
{
    public static async IAsyncEnumerable<WatchEvent<T>> ReadAsync<T>(
        Stream stream, ResourceKind<T> kind, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16 * 1024, leaveOpen: true));
        try
        {
            // Bytes of an unfinished line that are known to hold no line end: scanned once, however often more arrives.
            long scanned = 0;
            while (true)
            {
                var read = await pipe.ReadAsync(cancellationToken);
                var buffer = read.Buffer;
                while (TryTakeLine(ref buffer, ref scanned, out var line))
                {
                    if (TryParse(line, kind, out var change))
                    {
                        yield return change;
                    }
                }

                if (read.IsCompleted)
                {
                    ThrowIfCut(buffer, kind.Type);
                    yield break;
                }

                pipe.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, ref long scanned, out ReadOnlySequence<byte> line)
    {
        if (buffer.Slice(scanned).PositionOf((byte)'\n') is not { } end)
        {
            scanned = buffer.Length;
            line = default;
            return false;
        }

        line = buffer.Slice(0, end);
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        scanned = 0;
        return true;
    }

    private static bool TryParse<T>(in ReadOnlySequence<byte> line, ResourceKind<T> kind, out WatchEvent<T> change)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        change = default;
        var reader = new Utf8JsonReader(line, isFinalBlock: true, default);
        if (IsBlank(line))
        {
            return false;
        }

        WatchEventType? type = null;
        var isError = false;
        var hasObject = false;
        Utf8JsonReader body = default;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                type = ReadType(ref reader, out isError);
            }
            else if (reader.ValueTextEquals("object"u8))
            {
                reader.Read();
                hasObject = true;
                body = reader;
                if (type is not null)
                {
                    break;
                }

                reader.Skip();
            }
            else
            {
                reader.Skip();
            }
        }

        if (isError)
        {
            throw Error(line, hasObject, body);
        }

        if (!hasObject || type is null)
        {
            throw new JsonException($"A watch frame of {kind.Type.GroupResource} has no type or no object.");
        }

        if (type == WatchEventType.Bookmark && kind.Bookmark is { } bookmark)
        {
            change = new WatchEvent<T>(WatchEventType.Bookmark, bookmark(JsonSerializer.Deserialize(ref body, ClientJson.TypeInfo<PartialObjectMetadata>())?.Metadata ?? new V1ObjectMeta()));
            return true;
        }

        var resource = JsonSerializer.Deserialize(ref body, kind.Json) ?? throw new JsonException($"A watch frame of {kind.Type.GroupResource} holds null.");
        resource.Metadata ??= new V1ObjectMeta();
        change = new WatchEvent<T>(type.Value, kind.Complete(resource));
        return true;
    }

    private static WatchEventType? ReadType(ref Utf8JsonReader reader, out bool isError)
    {
        isError = false;
        if (reader.ValueTextEquals("ADDED"u8))
        {
            return WatchEventType.Added;
        }

        if (reader.ValueTextEquals("MODIFIED"u8))
        {
            return WatchEventType.Modified;
        }

        if (reader.ValueTextEquals("DELETED"u8))
        {
            return WatchEventType.Deleted;
        }

        if (reader.ValueTextEquals("BOOKMARK"u8))
        {
            return WatchEventType.Bookmark;
        }

        isError = reader.ValueTextEquals("ERROR"u8);
        return isError ? null : throw new JsonException($"Watch frame type '{reader.GetString()}' is not known.");
    }

    private static KubernetesApiException Error(in ReadOnlySequence<byte> line, bool hasObject, Utf8JsonReader body)
    {
        string status;
        if (hasObject)
        {
            using var document = JsonDocument.ParseValue(ref body);
            status = document.RootElement.GetRawText();
        }
        else
        {
            status = Encoding.UTF8.GetString(line);
        }

        return StatusErrors.Parse(status, HttpStatusCode.InternalServerError, null)
            ?? new KubernetesApiException(HttpStatusCode.InternalServerError, "", $"The watch ended with an error that is not a Status: {status}");
    }

    private static bool IsBlank(in ReadOnlySequence<byte> line)
    {
        foreach (var segment in line)
        {
            if (segment.Span.ContainsAnyExcept(" \t\r\n"u8))
            {
                return false;
            }
        }

        return true;
    }

    private static void ThrowIfCut(in ReadOnlySequence<byte> rest, ResourceType type)
    {
        if (!IsBlank(rest))
        {
            throw new IOException($"The watch of {type.GroupResource} was cut in the middle of a frame.");
        }
    }
}
