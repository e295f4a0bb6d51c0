namespace Operon.LocalCluster.Networking.Dns;

/// <summary>Record types the cluster DNS answers; other numbers pass through as themselves.</summary>
internal enum DnsRecordType
{
    A = 1,
    Cname = 5,
    Soa = 6,
    Ptr = 12,
    Aaaa = 28,
    Srv = 33,
    Any = 255,
}
