using System.Buffers.Binary;

namespace Operon.ApiServer.Protobuf;

/// <summary>Reads the wire format field by field.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    /// <summary>The wire type of the field <see cref="Next"/> moved to: 0 varint, 1 eight bytes, 2 with a length, 5 four bytes.</summary>
    public int WireType { get; private set; }

    /// <summary>Moves to the next field and returns its number; 0 at the end.</summary>
    public int Next()
    {
        if (_rest.IsEmpty)
        {
            return 0;
        }

        var key = Varint();
        WireType = (int)(key & 7);
        return checked((int)(key >> 3)) is > 0 and var number ? number : throw new ProtobufException("the protobuf data hold a field without a number");
    }

    public ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Take(1)[0];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new ProtobufException("the protobuf data hold a number that is too long");
    }

    public ReadOnlySpan<byte> Bytes() => WireType == 2 ? Take(checked((int)Math.Min(Varint(), int.MaxValue))) : throw Mismatch();

    public long Integer() => WireType == 0 ? (long)Varint() : throw Mismatch();

    public double Double() => WireType == 1 ? BinaryPrimitives.ReadDoubleLittleEndian(Take(8)) : throw Mismatch();

    public void Skip()
    {
        switch (WireType)
        {
            case 0:
                Varint();
                break;
            case 1:
                Take(8);
                break;
            case 2:
                Bytes();
                break;
            case 5:
                Take(4);
                break;
            default:
                throw Mismatch();
        }
    }

    private readonly ProtobufException Mismatch() => new($"the protobuf data hold a field of the unexpected wire type {WireType}");

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw new ProtobufException("the protobuf data end in the middle of a field");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
