using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Operon.LocalCluster.Networking.Dns;

/// <summary>Reads queries and writes responses in the wire form of RFC 1035, with the EDNS0 size of RFC 6891.</summary>
internal sealed class DnsMessage
{
    private const int HeaderLength = 12;
    private const int PlainUdpSize = 512;
    private const ushort Edns = 41;
    private const uint TimeToLive = 5;

    private DnsMessage(ushort id, ushort flags, DnsQuestion? question, int? ednsSize)
    {
        Id = id;
        Flags = flags;
        Question = question;
        EdnsSize = ednsSize;
    }

    public ushort Id { get; }

    public ushort Flags { get; }

    /// <summary>The single question; null when the message is not an understandable standard query.</summary>
    public DnsQuestion? Question { get; }

    private int? EdnsSize { get; }

    /// <summary>Largest UDP response the client takes.</summary>
    public int UdpSize => Math.Clamp(EdnsSize ?? PlainUdpSize, PlainUdpSize, 4096);

    /// <summary>Reads a query; null when it is too short to be answered at all, or is itself a response.</summary>
    public static DnsMessage? Read(ReadOnlySpan<byte> message)
    {
        if (message.Length < HeaderLength)
        {
            return null;
        }

        var id = BinaryPrimitives.ReadUInt16BigEndian(message);
        var flags = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        if ((flags & 0x8000) != 0)
        {
            return null;
        }

        var isStandardQuery = (flags & 0x7800) == 0 && BinaryPrimitives.ReadUInt16BigEndian(message[4..]) == 1;
        var position = HeaderLength;
        if (!isStandardQuery || ReadName(message, ref position) is not { } name || position + 4 > message.Length)
        {
            return new DnsMessage(id, flags, null, null);
        }

        var type = (DnsRecordType)BinaryPrimitives.ReadUInt16BigEndian(message[position..]);
        return new DnsMessage(id, flags, new DnsQuestion(name, type), ReadEdnsSize(message, position + 4));
    }

    /// <summary>Writes the response, cut off with the truncation bit when it exceeds <paramref name="limit"/> bytes.</summary>
    public byte[] Respond(DnsAnswer answer, int limit)
    {
        var response = Write(answer, isTruncated: false);
        return response.Length <= limit ? response : Write(answer with { Records = [], Additional = [] }, isTruncated: true);
    }

    private byte[] Write(DnsAnswer answer, bool isTruncated)
    {
        using var writer = new DnsWriter();
        var authority = answer.Records.Count == 0 && Question is not null && !isTruncated ? 1 : 0;
        writer.UInt16(Id);
        writer.UInt16((ushort)(0x8400 | (isTruncated ? 0x0200 : 0) | (Flags & 0x0100) | 0x0080 | (int)answer.Code));
        writer.UInt16(Question is null ? 0 : 1);
        writer.UInt16(answer.Records.Count);
        writer.UInt16(authority);
        writer.UInt16(answer.Additional.Count + (EdnsSize is null ? 0 : 1));
        if (Question is not null)
        {
            writer.Name(Question.Name);
            writer.UInt16((int)Question.Type);
            writer.UInt16(1);
        }

        foreach (var record in answer.Records)
        {
            Write(writer, record);
        }

        if (authority == 1)
        {
            WriteStartOfAuthority(writer);
        }

        foreach (var record in answer.Additional)
        {
            Write(writer, record);
        }

        if (EdnsSize is not null)
        {
            writer.Byte(0);
            writer.UInt16(Edns);
            writer.UInt16(4096);
            writer.UInt32(0);
            writer.UInt16(0);
        }

        return writer.ToArray();
    }

    private static void Write(DnsWriter writer, DnsRecord record)
    {
        writer.Name(record.Name);
        writer.UInt16((int)record.Type);
        writer.UInt16(1);
        writer.UInt32(TimeToLive);
        var length = writer.BeginLength();
        switch (record.Type)
        {
            case DnsRecordType.A when record.Address is { AddressFamily: AddressFamily.InterNetwork }:
                writer.Bytes(record.Address.GetAddressBytes());
                break;
            case DnsRecordType.Srv:
                writer.UInt16(0);
                writer.UInt16(record.Weight);
                writer.UInt16(record.Port);
                writer.Name(record.Target!, compress: false);
                break;
            default:
                writer.Name(record.Target!);
                break;
        }

        writer.EndLength(length);
    }

    // Resolvers cache a negative answer for the last number of the zone's SOA record (RFC 2308).
    private static void WriteStartOfAuthority(DnsWriter writer)
    {
        writer.Name(ClusterAddresses.Domain);
        writer.UInt16((int)DnsRecordType.Soa);
        writer.UInt16(1);
        writer.UInt32(TimeToLive);
        var length = writer.BeginLength();
        writer.Name("ns.dns." + ClusterAddresses.Domain);
        writer.Name("hostmaster." + ClusterAddresses.Domain);
        foreach (var number in (uint[])[1, 7200, 1800, 86400, TimeToLive])
        {
            writer.UInt32(number);
        }

        writer.EndLength(length);
    }

    private static int? ReadEdnsSize(ReadOnlySpan<byte> message, int position)
    {
        var additional = BinaryPrimitives.ReadUInt16BigEndian(message[10..]);
        return additional > 0 && position + 5 <= message.Length && message[position] == 0
            && BinaryPrimitives.ReadUInt16BigEndian(message[(position + 1)..]) == Edns
            ? BinaryPrimitives.ReadUInt16BigEndian(message[(position + 3)..])
            : null;
    }

    private static string? ReadName(ReadOnlySpan<byte> message, ref int position)
    {
        var name = new StringBuilder();
        while (position < message.Length)
        {
            var length = message[position++];
            if (length == 0)
            {
                return name.ToString();
            }

            // A question is the first name of a message: it cannot point back to another one.
            if (length > 63 || position + length > message.Length)
            {
                return null;
            }

            name.Append(name.Length == 0 ? "" : ".").Append(Encoding.ASCII.GetString(message.Slice(position, length)).ToLowerInvariant());
            position += length;
        }

        return null;
    }
}
