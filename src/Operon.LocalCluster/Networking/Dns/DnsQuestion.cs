namespace Operon.LocalCluster.Networking.Dns;

/// <summary>What a client asks.</summary>
/// <param name="Name">Lower-case name without the final dot.</param>
/// <param name="Type">Wanted record type.</param>
internal sealed record DnsQuestion(string Name, DnsRecordType Type);
