using Operon.Cel.Functions;

namespace Operon.Cel.Libraries;

/// <summary>IP addresses and networks.</summary>
internal static class NetworkLibrary
{
    public static void AddTo(FunctionTable table)
    {
        var ip = IPValue.IPType;
        var cidr = CidrValue.CidrType;
        table.NamedType(ip);
        table.NamedType(cidr);
        table.Global("ip", "string_to_ip", ip, a => ParseIP(a[0]), CelType.String);
        table.Global("isIP", "is_ip", CelType.Bool, a => CelBool.Of(ParseIP(a[0]) is IPValue), CelType.String);
        table.Global("ip.isCanonical", "ip_is_canonical", CelType.Bool, a => ParseIP(a[0]) is IPValue v ? CelBool.Of(v.Text == Text(a[0])) : ParseIP(a[0]), CelType.String);
        table.Global("string", "ip_to_string", CelType.String, a => new CelString(((IPValue)a[0]).Text), ip);
        table.Member("family", "ip_family", CelType.Int, a => CelInt.From(((IPValue)a[0]).IsIPv4 ? 4 : 6), ip);
        Test("isUnspecified", "ip_is_unspecified", v => v.IsUnspecified);
        Test("isLoopback", "ip_is_loopback", v => v.IsLoopback);
        Test("isLinkLocalMulticast", "ip_is_link_local_multicast", v => v.IsLinkLocalMulticast);
        Test("isLinkLocalUnicast", "ip_is_link_local_unicast", v => v.IsLinkLocalUnicast);
        Test("isGlobalUnicast", "ip_is_global_unicast", v => v.IsGlobalUnicast);
        table.Global("cidr", "string_to_cidr", cidr, a => ParseCidr(a[0]), CelType.String);
        table.Global("isCIDR", "is_cidr", CelType.Bool, a => CelBool.Of(ParseCidr(a[0]) is CidrValue), CelType.String);
        table.Global("string", "cidr_to_string", CelType.String, a => new CelString(((CidrValue)a[0]).Text), cidr);
        table.Member("containsIP", "cidr_contains_ip_ip", CelType.Bool, a => CelBool.Of(((CidrValue)a[0]).Contains((IPValue)a[1])), cidr, ip);
        table.Member("containsIP", "cidr_contains_ip_string", CelType.Bool, a => ParseIP(a[1]) is IPValue v ? CelBool.Of(((CidrValue)a[0]).Contains(v)) : ParseIP(a[1]), cidr, CelType.String);
        table.Member("containsCIDR", "cidr_contains_cidr", CelType.Bool, a => CelBool.Of(((CidrValue)a[0]).Contains((CidrValue)a[1])), cidr, cidr);
        table.Member("containsCIDR", "cidr_contains_cidr_string", CelType.Bool, a => ParseCidr(a[1]) is CidrValue v ? CelBool.Of(((CidrValue)a[0]).Contains(v)) : ParseCidr(a[1]), cidr, CelType.String);
        table.Member("ip", "cidr_ip", ip, a => ((CidrValue)a[0]).Address, cidr);
        table.Member("masked", "cidr_masked", cidr, a => ((CidrValue)a[0]).Masked, cidr);
        table.Member("prefixLength", "cidr_prefix_length", CelType.Int, a => CelInt.From(((CidrValue)a[0]).Prefix), cidr);

        void Test(string function, string id, Func<IPValue, bool> test) =>
            table.Member(function, id, CelType.Bool, a => CelBool.Of(test((IPValue)a[0])), ip);
    }

    private static string Text(CelValue value) => ((CelString)value).Text;

    private static CelValue ParseIP(CelValue text) => IPValue.Parse(Text(text), out var problem) is { } ip ? ip : new CelError(problem);

    private static CelValue ParseCidr(CelValue text) => CidrValue.Parse(Text(text), out var problem) is { } cidr ? cidr : new CelError(problem);
}
