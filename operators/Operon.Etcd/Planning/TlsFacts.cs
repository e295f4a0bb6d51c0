using Operon.Etcd.Certificates;

namespace Operon.Etcd.Planning;

/// <summary>The certificates of a cluster as they stand in their secrets.</summary>
internal sealed record TlsFacts
{
    public bool WantsPeer { get; init; }

    public bool WantsClient { get; init; }

    /// <summary>Name of the set of authorities in the secrets; null when there are none.</summary>
    public string? Trust { get; init; }

    /// <summary>Why the operator has to write certificates now; null when it need not.</summary>
    public string? Due { get; init; }

    /// <summary>What keeps the certificates from being there; null when nothing does.</summary>
    public string? Missing { get; init; }

    /// <summary>A word for conditions that goes with <see cref="Missing"/>.</summary>
    public string? MissingReason { get; init; }

    public AuthorityPhase Authority { get; init; }

    /// <summary>Pods seen to show a certificate of the authority that signs now; only looked at while one is being retired.</summary>
    public IReadOnlySet<string> ShowingNew { get; init; } = new HashSet<string>();

    public IReadOnlyList<CertificateFacts> Certificates { get; init; } = [];
}
