using Operon.Kubernetes;

namespace Operon.Webhooks.Tests.Generated;

/// <summary>A cache as it is stored, in the hub version.</summary>
[KubernetesResource("generated.example.com", "v1", Storage = true)]
public sealed partial record Cache : CustomResource<CacheSpec>;

/// <summary>What is wished of a cache.</summary>
public sealed record CacheSpec
{
    /// <summary>How many pods it has.</summary>
    public int? Replicas { get; init; }

    /// <summary>How long an entry lives.</summary>
    public int? Seconds { get; init; }
}
