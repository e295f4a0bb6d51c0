using System.Buffers.Binary;
using System.Text;

namespace Operon.LocalCluster.Networking.Dns;

/// <summary>Writes the primitives of a DNS message, with name compression.</summary>
internal sealed class DnsWriter : IDisposable
{
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly MemoryStream _buffer = new();

    public void Byte(byte value) => _buffer.WriteByte(value);

    public void UInt16(int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        _buffer.Write(bytes);
    }

    public void UInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        _buffer.Write(bytes);
    }

    public void Bytes(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    /// <summary>Writes a name; SRV targets must not be compressed (RFC 2782).</summary>
    public void Name(string name, bool compress = true)
    {
        while (name.Length > 0)
        {
            if (compress && _names.TryGetValue(name, out var offset))
            {
                UInt16(0xC000 | offset);
                return;
            }

            if (_buffer.Length < 0x3FFF)
            {
                _names.TryAdd(name, (int)_buffer.Length);
            }

            var dot = name.IndexOf('.', StringComparison.Ordinal);
            var label = Encoding.ASCII.GetBytes(dot < 0 ? name : name[..dot]);
            Byte((byte)label.Length);
            Bytes(label);
            name = dot < 0 ? "" : name[(dot + 1)..];
        }

        Byte(0);
    }

    /// <summary>Leaves room for a length; <see cref="EndLength"/> fills it in.</summary>
    public int BeginLength()
    {
        UInt16(0);
        return (int)_buffer.Length;
    }

    public void EndLength(int start)
    {
        var length = (int)_buffer.Length - start;
        _buffer.Position = start - 2;
        UInt16(length);
        _buffer.Position = _buffer.Length;
    }

    public byte[] ToArray() => _buffer.ToArray();

    public void Dispose() => _buffer.Dispose();
}
