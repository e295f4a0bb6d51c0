using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Operon.Runtime;

/// <summary>
/// Strings that were read before, found by their bytes: the keys of labels, the kinds of owners and the names of finalizers are the same in thousands of
/// objects. Of fixed size; a newcomer takes the place of the one before, so at worst nothing is shared.
/// </summary>
internal static class TextPool
{
    private const int Slots = 4096;
    private const int Longest = 64;
    private static readonly string?[] _texts = new string?[Slots];

    /// <summary>The value of a string or property name.</summary>
    public static string Read(in Utf8JsonReader reader)
    {
        if (reader.HasValueSequence || reader.ValueIsEscaped || reader.ValueSpan.Length is 0 or > Longest)
        {
            return reader.GetString()!;
        }

        var bytes = reader.ValueSpan;
        ref var slot = ref _texts[Slot(bytes)];
        if (Volatile.Read(ref slot) is { } known && Ascii.Equals(bytes, known))
        {
            return known;
        }

        var text = reader.GetString()!;
        Volatile.Write(ref slot, text);
        return text;
    }

    private static int Slot(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var one in bytes)
        {
            hash = Mix(hash, one);
        }

        return (int)(hash >> 52);
    }

    private static ulong Mix(ulong hash, ulong value) => (ulong.RotateLeft(hash, 5) ^ value) * 0x9E3779B97F4A7C15;
}
