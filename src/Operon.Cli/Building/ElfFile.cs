using System.Buffers.Binary;
using System.Text;

namespace Operon.Cli.Building;

/// <summary>What a 64-bit little-endian ELF file says it needs: its interpreter and libraries (System V ABI, dynamic linking).</summary>
/// <param name="Interpreter">The dynamic loader; null for a library.</param>
/// <param name="Needed">Names of the libraries, in order.</param>
internal sealed record ElfFile(string? Interpreter, IReadOnlyList<string> Needed)
{
    private const uint LoadSegment = 1, DynamicSegment = 2, InterpreterSegment = 3;
    private const long NeededTag = 1, StringTableTag = 5;

    /// <summary>Reads a file; throws <see cref="CommandException"/> when it is no such file.</summary>
    public static ElfFile Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < 64 || !bytes.AsSpan(0, 6).SequenceEqual("\u007fELF\u0002\u0001"u8))
        {
            throw new CommandException($"{path} is no 64-bit ELF file.");
        }

        var segments = Segments(bytes).ToList();
        var interpreter = segments.Where(segment => segment.Type == InterpreterSegment).Select(segment => Text(bytes, segment.Offset)).FirstOrDefault();
        var entries = segments.Where(segment => segment.Type == DynamicSegment).SelectMany(segment => Entries(bytes, segment)).ToList();
        var table = entries.Where(entry => entry.Tag == StringTableTag).Select(entry => FileOffset(segments, entry.Value)).FirstOrDefault();
        return new ElfFile(interpreter, [.. entries.Where(entry => entry.Tag == NeededTag).Select(entry => Text(bytes, table + entry.Value))]);
    }

    private static IEnumerable<Segment> Segments(byte[] bytes)
    {
        var (start, size, count) = ((long)U64(bytes, 32), U16(bytes, 54), U16(bytes, 56));
        for (var index = 0; index < count; index++)
        {
            var at = start + (index * size);
            yield return new Segment(U32(bytes, at), (long)U64(bytes, at + 8), (long)U64(bytes, at + 16), (long)U64(bytes, at + 32));
        }
    }

    private static IEnumerable<(long Tag, long Value)> Entries(byte[] bytes, Segment dynamic)
    {
        for (var at = dynamic.Offset; at < dynamic.Offset + dynamic.Size && U64(bytes, at) != 0; at += 16)
        {
            yield return ((long)U64(bytes, at), (long)U64(bytes, at + 8));
        }
    }

    /// <summary>Addresses in the dynamic section are those in memory.</summary>
    private static long FileOffset(List<Segment> segments, long address) => segments
        .Where(segment => segment.Type == LoadSegment && address >= segment.Address && address < segment.Address + segment.Size)
        .Select(segment => segment.Offset + address - segment.Address)
        .First();

    private static string Text(byte[] bytes, long at)
    {
        var rest = bytes.AsSpan((int)at);
        return Encoding.UTF8.GetString(rest[..rest.IndexOf((byte)0)]);
    }

    private static ushort U16(byte[] bytes, long at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan((int)at));

    private static uint U32(byte[] bytes, long at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan((int)at));

    private static ulong U64(byte[] bytes, long at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan((int)at));

    private sealed record Segment(uint Type, long Offset, long Address, long Size);
}
