using System.Text.Json;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>
/// Reads of <c>metadata.managedFields</c> only the newest time: the field sets are often half of an object and nobody who reads a cache looks at
/// them.
/// </summary>
internal static class ManagedFieldsTime
{
    // An object is decoded on one thread, without a wait in between.
    [ThreadStatic]
    private static DateTime? _newest;

    /// <summary>The newest time seen on this thread since <see cref="Reset"/>.</summary>
    public static DateTime? Newest => _newest;

    public static void Reset() => _newest = null;

    public static void Note(IEnumerable<V1ManagedFieldsEntry>? entries)
    {
        foreach (var entry in entries ?? [])
        {
            Note(entry.Time);
        }
    }

    /// <summary>Reads over the list the reader stands on and notes the times in it.</summary>
    public static void Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            ReadEntry(ref reader);
        }
    }

    private static void ReadEntry(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isTime = reader.ValueTextEquals("time"u8);
            reader.Read();
            if (isTime && reader.TokenType == JsonTokenType.String && reader.TryGetDateTime(out var time))
            {
                Note(time.ToUniversalTime());
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void Note(DateTime? time)
    {
        if (time is { } known && (_newest is not { } newest || known > newest))
        {
            _newest = known;
        }
    }
}
