using System.Net;
using k8s.Models;

namespace Operon.LocalCluster.Networking.Dns;

/// <summary>
/// The names of the cluster at one moment, by the Kubernetes DNS specification 1.1: Services, endpoints of headless Services with
/// their host names, SRV records per named port, ExternalName, pod addresses and reverse names.
/// </summary>
internal sealed class DnsZone
{
    private const string ServiceSuffix = ".svc." + ClusterAddresses.Domain;

    private readonly Dictionary<string, List<DnsRecord>> _records = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ancestors = new(StringComparer.Ordinal);

    public DnsZone(IEnumerable<V1Service> services, IEnumerable<V1EndpointSlice> slices)
    {
        var slicesByService = slices
            .Where(slice => slice.Metadata.Labels?.ContainsKey("kubernetes.io/service-name") == true)
            .ToLookup(slice => (slice.Metadata.NamespaceProperty, slice.Metadata.Labels["kubernetes.io/service-name"]));
        foreach (var service in services)
        {
            Add(service, slicesByService[(service.Metadata.NamespaceProperty, service.Metadata.Name)]);
        }

        Add(new DnsRecord("dns-version." + ClusterAddresses.Domain, DnsRecordType.Cname, Target: "ns.dns." + ClusterAddresses.Domain));
        Add(new DnsRecord("ns.dns." + ClusterAddresses.Domain, DnsRecordType.A, ClusterAddresses.Dns));
    }

    /// <summary>A zone without names.</summary>
    public static DnsZone Empty { get; } = new([], []);

    public DnsAnswer Answer(DnsQuestion question)
    {
        if (_records.TryGetValue(question.Name, out var records))
        {
            return Select(records, question.Type);
        }

        if (PodAddress(question.Name) is { } address)
        {
            return Select([new DnsRecord(question.Name, DnsRecordType.A, address)], question.Type);
        }

        return _ancestors.Contains(question.Name) ? DnsAnswer.NoData : DnsAnswer.NameError;
    }

    /// <summary>The addresses of a name; empty when it has none.</summary>
    public IReadOnlyList<IPAddress> Resolve(string name) =>
        [.. Answer(new DnsQuestion(name.TrimEnd('.').ToLowerInvariant(), DnsRecordType.A)).Records.Select(record => record.Address).OfType<IPAddress>()];

    private DnsAnswer Select(List<DnsRecord> records, DnsRecordType type)
    {
        var chosen = records.Where(record => record.Type == type || type == DnsRecordType.Any || record.Type == DnsRecordType.Cname).ToList();
        if (chosen is [{ Type: DnsRecordType.Cname, Target: { } target }] && type != DnsRecordType.Cname && _records.TryGetValue(target, out var targets))
        {
            chosen.AddRange(targets.Where(record => record.Type == type));
        }

        if (type == DnsRecordType.A)
        {
            Random.Shared.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(chosen)[chosen.TakeWhile(record => record.Type == DnsRecordType.Cname).Count()..]);
        }

        var additional = chosen
            .Where(record => record.Type == DnsRecordType.Srv)
            .SelectMany(record => _records.TryGetValue(record.Target!, out var hosts) ? hosts.Where(host => host.Type == DnsRecordType.A) : [])
            .Distinct()
            .ToList();
        return DnsAnswer.Of(chosen, additional);
    }

    private void Add(V1Service service, IEnumerable<V1EndpointSlice> slices)
    {
        var name = $"{service.Metadata.Name}.{service.Metadata.NamespaceProperty}{ServiceSuffix}";
        if (service.Spec.Type == "ExternalName")
        {
            Add(new DnsRecord(name, DnsRecordType.Cname, Target: service.Spec.ExternalName.TrimEnd('.').ToLowerInvariant()));
        }
        else if (service.Spec.ClusterIP == "None")
        {
            AddHeadless(service, name, slices);
        }
        else if (IPAddress.TryParse(service.Spec.ClusterIP, out var address))
        {
            Add(new DnsRecord(name, DnsRecordType.A, address));
            Add(new DnsRecord(ReverseName(address), DnsRecordType.Ptr, Target: name));
            foreach (var port in service.Spec.Ports?.Where(port => !string.IsNullOrEmpty(port.Name)) ?? [])
            {
                Add(new DnsRecord(ServiceRecordName(port.Name, port.Protocol, name), DnsRecordType.Srv, Target: name, Port: port.Port, Weight: 100));
            }
        }
    }

    private void AddHeadless(V1Service service, string name, IEnumerable<V1EndpointSlice> slices)
    {
        AddAncestors(name);
        _ancestors.Add(name);
        foreach (var slice in slices)
        {
            foreach (var endpoint in slice.Endpoints ?? [])
            {
                if (endpoint.Conditions?.Ready == false && service.Spec.PublishNotReadyAddresses != true)
                {
                    continue;
                }

                foreach (var text in endpoint.Addresses)
                {
                    if (!IPAddress.TryParse(text, out var address) || address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetwork)
                    {
                        continue;
                    }

                    var host = $"{(string.IsNullOrEmpty(endpoint.Hostname) ? text.Replace('.', '-') : endpoint.Hostname)}.{name}";
                    Add(new DnsRecord(name, DnsRecordType.A, address));
                    Add(new DnsRecord(host, DnsRecordType.A, address));
                    Add(new DnsRecord(ReverseName(address), DnsRecordType.Ptr, Target: host));
                    foreach (var port in slice.Ports?.Where(port => !string.IsNullOrEmpty(port.Name) && port.Port is not null) ?? [])
                    {
                        Add(new DnsRecord(ServiceRecordName(port.Name, port.Protocol, name), DnsRecordType.Srv, Target: host, Port: port.Port!.Value, Weight: 100));
                    }
                }
            }
        }
    }

    private static string ServiceRecordName(string port, string? protocol, string service) =>
        $"_{port}._{(protocol ?? "TCP").ToLowerInvariant()}.{service}";

    private void Add(DnsRecord record)
    {
        if (!_records.TryGetValue(record.Name, out var records))
        {
            _records.Add(record.Name, records = []);
            AddAncestors(record.Name);
        }

        if (!records.Contains(record))
        {
            records.Add(record);
        }
    }

    // A name above an existing one exists too, without records of its own: asking for it is no name error (RFC 8020).
    private void AddAncestors(string name)
    {
        for (var dot = name.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = name.IndexOf('.', StringComparison.Ordinal))
        {
            name = name[(dot + 1)..];
            if (!_ancestors.Add(name))
            {
                return;
            }
        }
    }

    private static string ReverseName(IPAddress address) => string.Join('.', address.GetAddressBytes().Reverse()) + ".in-addr.arpa";

    // 10-77-1-5.default.pod.cluster.local
    private static IPAddress? PodAddress(string name) =>
        name.EndsWith(".pod." + ClusterAddresses.Domain, StringComparison.Ordinal) && name.Split('.') is [var dashed, _, "pod", _, _]
            && dashed.Count(letter => letter == '-') == 3 && IPAddress.TryParse(dashed.Replace('-', '.'), out var address)
            ? address
            : null;
}
