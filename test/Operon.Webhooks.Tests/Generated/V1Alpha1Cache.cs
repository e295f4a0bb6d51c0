using Operon.Kubernetes;

namespace Operon.Webhooks.Tests.Generated;

/// <summary>A cache in the first version.</summary>
[KubernetesResource("generated.example.com", "v1alpha1", Kind = "Cache")]
public sealed partial record V1Alpha1Cache : CustomResource<V1Alpha1CacheSpec>;

/// <summary>What was wished of a cache in the first version.</summary>
public sealed record V1Alpha1CacheSpec
{
    /// <summary>How many pods it has.</summary>
    public int? Size { get; init; }
}
