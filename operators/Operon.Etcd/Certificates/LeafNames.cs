using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Operon.Etcd.Certificates;

/// <summary>The subject alternative names of a certificate.</summary>
internal sealed record LeafNames(IReadOnlyList<string> DnsNames, IReadOnlyList<string> Addresses)
{
    public static LeafNames None { get; } = new([], []);

    public int Count => DnsNames.Count + Addresses.Count;

    public X509Extension ToExtension()
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in DnsNames)
        {
            names.AddDnsName(name);
        }

        foreach (var address in Addresses)
        {
            names.AddIpAddress(IPAddress.Parse(address));
        }

        return names.Build();
    }

    /// <summary>Whether a certificate carries all of these names.</summary>
    public bool AreIn(X509Certificate2 certificate)
    {
        var extension = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        var dns = extension?.EnumerateDnsNames().ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
        var addresses = extension?.EnumerateIPAddresses().ToHashSet() ?? [];
        return DnsNames.All(dns.Contains) && Addresses.All(address => addresses.Contains(IPAddress.Parse(address)));
    }
}
