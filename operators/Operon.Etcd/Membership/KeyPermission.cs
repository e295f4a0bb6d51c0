using System.Text;
using Google.Protobuf;

namespace Operon.Etcd.Membership;

/// <summary>What a role may do with a range of keys. An empty end is the single key, a zero byte is everything from the key on, as in etcd.</summary>
internal sealed record KeyPermission(ByteString Key, ByteString RangeEnd, KeyAccess Access)
{
    private static readonly ByteString _zero = ByteString.CopyFrom(0);

    public static KeyPermission Single(string key, KeyAccess access) => new(ByteString.CopyFromUtf8(key), ByteString.Empty, access);

    public static KeyPermission Range(string key, string end, KeyAccess access) => new(ByteString.CopyFromUtf8(key), ByteString.CopyFromUtf8(end), access);

    /// <summary>All keys that begin with <paramref name="prefix"/>; all keys there are when it is empty.</summary>
    public static KeyPermission Prefix(string prefix, KeyAccess access)
    {
        var bytes = Encoding.UTF8.GetBytes(prefix);
        for (var last = bytes.Length - 1; last >= 0; last--)
        {
            if (bytes[last] < 0xff)
            {
                bytes[last]++;
                return new(ByteString.CopyFromUtf8(prefix), ByteString.CopyFrom(bytes, 0, last + 1), access);
            }
        }

        return new(prefix.Length == 0 ? _zero : ByteString.CopyFromUtf8(prefix), _zero, access);
    }

    /// <summary>Whether both speak of the same keys.</summary>
    public bool HasRangeOf(KeyPermission other) => Key.Equals(other.Key) && RangeEnd.Equals(other.RangeEnd);
}
