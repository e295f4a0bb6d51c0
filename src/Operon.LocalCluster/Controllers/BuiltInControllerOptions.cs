using System.Net;

namespace Operon.LocalCluster;

/// <summary>What the built-in controllers need to know about the cluster they run in.</summary>
public sealed class BuiltInControllerOptions
{
    /// <summary>Folder below which provisioned volumes live, one folder per PersistentVolume.</summary>
    public required string VolumesDirectory { get; init; }

    /// <summary>Certificate authority of the API server in PEM, published in each namespace as <c>kube-root-ca.crt</c>.</summary>
    public required string CertificateAuthority { get; init; }

    /// <summary>Where pods reach the API server behind the <c>kubernetes</c> Service; null to leave its endpoints alone.</summary>
    public IPEndPoint? ApiServerEndpoint { get; init; }

    /// <summary>The ClusterIP of the <c>kubernetes</c> Service. Default 10.96.0.1.</summary>
    public string ServiceAddress { get; init; } = "10.96.0.1";
}
