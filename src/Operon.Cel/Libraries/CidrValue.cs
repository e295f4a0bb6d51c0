using System.Globalization;

namespace Operon.Cel.Libraries;

/// <summary>A network: an address and the length of its prefix.</summary>
internal sealed class CidrValue(IPValue address, int prefix) : CelOpaque
{
    public static readonly CelType CidrType = CelType.Opaque("net.CIDR");

    public IPValue Address => address;

    public int Prefix => prefix;

    public override CelType Type => CidrType;

    internal override long? Size => (prefix + 7) / 8;

    public override string Text => $"{address.Text}/{prefix}";

    public CidrValue Masked => new(new IPValue([.. address.Bytes.Select((b, i) => (byte)(b & Mask(i)))]), prefix);

    /// <summary>Null, with the reason, when the text is no network.</summary>
    public static CidrValue? Parse(string text, out string problem)
    {
        problem = $"network address parse error during conversion from string: '{text}'";
        var slash = text.LastIndexOf('/');
        if (slash < 0)
        {
            return null;
        }
        var length = text.Substring(slash + 1);
        if (IPValue.Parse(text.Substring(0, slash), out var addressProblem) is not { } address)
        {
            problem = addressProblem.StartsWith("IPv4-mapped", StringComparison.Ordinal) ? addressProblem : problem;
            return null;
        }
        return length.Length is > 0 and <= 3 && (length.Length == 1 || length[0] != '0')
            && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits <= address.Bytes.Length * 8
                ? new CidrValue(address, bits)
                : null;
    }

    public bool Contains(IPValue other) =>
        other.Bytes.Length == address.Bytes.Length && address.Bytes.Select((b, i) => ((b ^ other.Bytes[i]) & Mask(i)) == 0).All(isSame => isSame);

    public bool Contains(CidrValue other) => other.Prefix >= prefix && Contains(other.Address);

    internal override bool EqualTo(CelValue other) => other is CidrValue c && c.Prefix == prefix && c.Address.EqualTo(address);

    private int Mask(int index)
    {
        var bits = Math.Max(0, Math.Min(8, prefix - (index * 8)));
        return 0xFF << (8 - bits) & 0xFF;
    }
}
