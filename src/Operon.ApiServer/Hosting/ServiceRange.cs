using System.Buffers.Binary;
using System.Net;

namespace Operon.ApiServer.Hosting;

/// <summary>Arithmetic on the range of service addresses.</summary>
internal static class ServiceRange
{
    /// <summary>The first usable address, which the kubernetes Service has.</summary>
    public static IPAddress First(IPNetwork range)
    {
        Span<byte> bytes = stackalloc byte[4];
        range.BaseAddress.TryWriteBytes(bytes, out _);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, BinaryPrimitives.ReadUInt32BigEndian(bytes) + 1);
        return new IPAddress(bytes);
    }
}
