using Operon.Etcd.Planning;

namespace Operon.Etcd.Objects;

/// <summary>The facts about one member its pod is rendered from.</summary>
internal sealed record MemberPlacement
{
    public required string Name { get; init; }

    public required EtcdVersion Version { get; init; }

    public bool IsSeed { get; init; }

    public bool HasClaim { get; init; }

    /// <summary>It starts once with <c>--force-new-cluster</c>, out of reach of clients.</summary>
    public bool StartsOver { get; init; }

    /// <summary>Member name and peer URL, from the live member list at the time the pod is made (B1).</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> InitialCluster { get; init; }

    /// <summary>Null for what the spec asks for.</summary>
    public MemberTls? Tls { get; init; }
}
