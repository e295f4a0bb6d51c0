namespace Operon.LocalCluster.Networking.Dns;

/// <summary>The answer to a question: no records with <see cref="DnsResponseCode.NoError"/> says that the name exists without that type.</summary>
internal sealed record DnsAnswer(DnsResponseCode Code, IReadOnlyList<DnsRecord> Records, IReadOnlyList<DnsRecord> Additional)
{
    public static DnsAnswer NameError { get; } = new(DnsResponseCode.NameError, [], []);

    public static DnsAnswer NoData { get; } = new(DnsResponseCode.NoError, [], []);

    public static DnsAnswer Of(IReadOnlyList<DnsRecord> records, IReadOnlyList<DnsRecord>? additional = null) =>
        new(DnsResponseCode.NoError, records, additional ?? []);
}
