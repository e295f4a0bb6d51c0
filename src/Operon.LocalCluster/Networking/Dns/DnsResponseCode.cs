namespace Operon.LocalCluster.Networking.Dns;

/// <summary>RFC 1035 response codes.</summary>
internal enum DnsResponseCode
{
    NoError = 0,
    FormatError = 1,
    ServerFailure = 2,
    NameError = 3,
    NotImplemented = 4,
}
