using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>
/// A kind of your own without status. Derive a <c>partial record</c> with <see cref="KubernetesResourceAttribute"/>; more fields beside
/// <c>spec</c> are properties of it.
/// </summary>
/// <typeparam name="TSpec">What users wish: the field <c>spec</c>, which is required.</typeparam>
public abstract record CustomResource<TSpec> : IKubernetesObject<V1ObjectMeta>
    where TSpec : class
{
    /// <summary>Group and version. Filled by the client where it is null.</summary>
    public string? ApiVersion { get; set; }

    /// <summary>The kind. Filled by the client where it is null.</summary>
    public string? Kind { get; set; }

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>What is wished.</summary>
    public required TSpec Spec { get; init; }
}
