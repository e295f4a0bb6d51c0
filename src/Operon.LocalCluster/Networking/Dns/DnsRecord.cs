using System.Net;

namespace Operon.LocalCluster.Networking.Dns;

/// <summary>One answer.</summary>
/// <param name="Name">Owner name without the final dot.</param>
/// <param name="Type">Record type.</param>
/// <param name="Address">Address of an A record.</param>
/// <param name="Target">Name a CNAME, PTR or SRV record points to.</param>
/// <param name="Port">Port of an SRV record.</param>
/// <param name="Weight">Weight of an SRV record.</param>
internal sealed record DnsRecord(string Name, DnsRecordType Type, IPAddress? Address = null, string? Target = null, int Port = 0, int Weight = 0);
