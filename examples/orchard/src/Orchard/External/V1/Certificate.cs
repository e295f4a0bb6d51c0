using System.Text.Json.Serialization;
using k8s.Models;
using Operon.Kubernetes;

namespace Orchard.External.V1;

/// <summary>A Certificate of cert-manager.io/v1, which somebody else defines. Declare the fields this operator reads: others are neither kept in memory nor touched.</summary>
public sealed record Certificate : ICustomResource<Certificate>
{
    /// <inheritdoc/>
    public static ResourceKind<Certificate> Resource { get; } =
        ResourceKinds.Custom<Certificate>(new ResourceType("cert-manager.io", "v1", "Certificate", "certificates", IsNamespaced: true), ExternalCertificateV1Json.Default);

    /// <inheritdoc/>
    public string? ApiVersion { get; set; }

    /// <inheritdoc/>
    public string? Kind { get; set; }

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = new();
}

/// <summary>How a Certificate is read and written without reflection.</summary>
[JsonSerializable(typeof(Certificate))]
internal sealed partial class ExternalCertificateV1Json : JsonSerializerContext;
