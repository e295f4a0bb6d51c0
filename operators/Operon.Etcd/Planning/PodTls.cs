namespace Operon.Etcd.Planning;

/// <summary>What a pod's etcd was told about TLS, read from its command line.</summary>
/// <param name="HasPeerCertificates">It can dial, and be dialled by, peers over TLS.</param>
/// <param name="ListensToPeersByTls">Its peer port speaks TLS.</param>
/// <param name="ServesClientsByTls">Its client port speaks TLS.</param>
/// <param name="Trust">Name of the set of authorities it read when it started; null for pods that were made without a note of it.</param>
internal sealed record PodTls(bool HasPeerCertificates, bool ListensToPeersByTls, bool ServesClientsByTls, string? Trust = null)
{
    public static PodTls Plain { get; } = new(false, false, false);

    public static PodTls Read(IReadOnlyList<string> arguments, string? trust) => new(
        arguments.Any(argument => argument.StartsWith("--peer-cert-file=", StringComparison.Ordinal)),
        arguments.Any(argument => argument.StartsWith("--listen-peer-urls=https:", StringComparison.Ordinal)),
        arguments.Any(argument => argument.StartsWith("--listen-client-urls=https:", StringComparison.Ordinal)),
        trust);
}
