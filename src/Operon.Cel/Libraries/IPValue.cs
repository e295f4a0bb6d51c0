using System.Globalization;
using System.Text;

namespace Operon.Cel.Libraries;

/// <summary>An IP address in 4 or 16 bytes.</summary>
internal sealed class IPValue(byte[] bytes) : CelOpaque
{
    public static readonly CelType IPType = CelType.Opaque("net.IP");

    public byte[] Bytes => bytes;

    public bool IsIPv4 => bytes.Length == 4;

    public override CelType Type => IPType;

    internal override long? Size => bytes.Length;

    public override string Text => IsIPv4 ? string.Join(".", bytes) : Text6();

    public bool IsUnspecified => bytes.All(b => b == 0);

    public bool IsLoopback => IsIPv4 ? bytes[0] == 127 : bytes[15] == 1 && bytes.Take(15).All(b => b == 0);

    public bool IsLinkLocalMulticast => IsIPv4 ? bytes[0] == 224 && bytes[1] == 0 && bytes[2] == 0 : bytes[0] == 0xFF && (bytes[1] & 0x0F) == 2;

    public bool IsLinkLocalUnicast => IsIPv4 ? bytes[0] == 169 && bytes[1] == 254 : bytes[0] == 0xFE && (bytes[1] & 0xC0) == 0x80;

    public bool IsGlobalUnicast => !IsUnspecified && !IsLoopback && !IsMulticast && !IsLinkLocalUnicast && !(IsIPv4 && bytes.All(b => b == 255));

    private bool IsMulticast => IsIPv4 ? (bytes[0] & 0xF0) == 0xE0 : bytes[0] == 0xFF;

    /// <summary>Null, with the reason, when the text is no address or one with a zone or an IPv4 address mapped to IPv6.</summary>
    public static IPValue? Parse(string text, out string problem)
    {
        problem = $"IP Address '{text}' parse error during conversion from string";
        var bytes = text.IndexOf(':') >= 0 ? IPv6(text.Split('%')[0]) : IPv4(text);
        if (bytes is null)
        {
            return null;
        }
        if (text.IndexOf('%') >= 0)
        {
            problem = $"IP Address with zone value is not allowed: '{text}'";
            return null;
        }
        if (bytes.Length == 16 && bytes.Take(10).All(b => b == 0) && bytes[10] == 0xFF && bytes[11] == 0xFF)
        {
            problem = $"IPv4-mapped IPv6 address is not allowed: '{text}'";
            return null;
        }
        return new IPValue(bytes);
    }

    internal override bool EqualTo(CelValue other) => other is IPValue ip && ip.Bytes.SequenceEqual(bytes);

    private static byte[]? IPv4(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 4 && parts.All(IsOctet) ? [.. parts.Select(part => byte.Parse(part, CultureInfo.InvariantCulture))] : null;
    }

    private static bool IsOctet(string part) =>
        part.Length is > 0 and <= 3 && part.All(c => c is >= '0' and <= '9') && (part.Length == 1 || part[0] != '0') && int.Parse(part, CultureInfo.InvariantCulture) < 256;

    private static byte[]? IPv6(string text)
    {
        var gap = text.IndexOf("::", StringComparison.Ordinal);
        if (gap < 0)
        {
            return Groups(text) is { Count: 16 } all ? [.. all] : null;
        }
        if (text.IndexOf("::", gap + 1, StringComparison.Ordinal) >= 0)
        {
            return null;
        }
        var head = Groups(text.Substring(0, gap));
        var tail = Groups(text.Substring(gap + 2));
        if (head is null || tail is null || head.Count + tail.Count > 14 || text.Substring(0, gap).IndexOf('.') >= 0)
        {
            return null;
        }
        return [.. head, .. new byte[16 - head.Count - tail.Count], .. tail];
    }

    private static List<byte>? Groups(string text)
    {
        var bytes = new List<byte>();
        if (text.Length == 0)
        {
            return bytes;
        }
        var groups = text.Split(':');
        for (var i = 0; i < groups.Length; i++)
        {
            if (i == groups.Length - 1 && groups[i].IndexOf('.') >= 0)
            {
                if (IPv4(groups[i]) is not { } embedded)
                {
                    return null;
                }
                bytes.AddRange(embedded);
            }
            else if (groups[i].Length is > 0 and <= 4 && int.TryParse(groups[i], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add((byte)(value >> 8));
                bytes.Add((byte)value);
            }
            else
            {
                return null;
            }
        }
        return bytes;
    }

    // RFC 5952: the first longest run of at least two zero groups is left out.
    private string Text6()
    {
        var groups = Enumerable.Range(0, 8).Select(i => (bytes[2 * i] << 8) | bytes[(2 * i) + 1]).ToArray();
        var (gapStart, gapLength) = (-1, 1);
        for (var i = 0; i < 8; i++)
        {
            var length = groups.Skip(i).TakeWhile(g => g == 0).Count();
            if (length > gapLength)
            {
                (gapStart, gapLength) = (i, length);
            }
        }
        var text = new StringBuilder();
        for (var i = 0; i < 8; i++)
        {
            if (i == gapStart)
            {
                text.Append("::");
                i += gapLength - 1;
                continue;
            }
            text.Append(text.Length > 0 && text[text.Length - 1] != ':' ? ":" : "").Append(groups[i].ToString("x", CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }
}
