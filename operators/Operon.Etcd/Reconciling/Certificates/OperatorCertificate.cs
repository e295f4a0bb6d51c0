using System.Security.Cryptography;
using Operon.Etcd.Membership;
using Operon.Etcd.Objects;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>The certificate the operator shows to the members of a cluster.</summary>
internal sealed class OperatorCertificate(IKubernetesClient client)
{
    /// <summary>
    /// Null when the cluster has none, or none yet. Throws <see cref="InvalidSpecException"/> when a secret the user provides is missing or broken.
    /// </summary>
    public async Task<ClientCertificates?> ReadAsync(ClusterLayout layout, CancellationToken cancellationToken)
    {
        // On the way back to plaintext some members still ask for it.
        var secrets = layout.Secrets.Client is null ? layout.RecordedSecrets : layout.Secrets;
        if (secrets.Client is not { } shown)
        {
            return null;
        }

        var secret = await client.Resource(ResourceKinds.Secret).FindAsync(layout.Namespace, shown.Name, cancellationToken);
        if (secret is null && (secrets.Source != TlsSecrets.Static || layout.Secrets.Client is null))
        {
            return null;
        }

        if (secret is null)
        {
            throw new InvalidSpecException($"spec.TLS.static.operatorSecret: secret {shown.Name} does not exist in namespace {layout.Namespace}");
        }

        try
        {
            return ClientCertificates.Read(secret.Data ?? new Dictionary<string, byte[]>(), shown, secret.Metadata.ResourceVersion);
        }
        catch (Exception e) when (e is KeyNotFoundException or CryptographicException or ArgumentException)
        {
            var field = secrets.Source == TlsSecrets.Static ? "spec.TLS.static.operatorSecret" : "spec.TLS";
            throw new InvalidSpecException($"{field}: secret {shown.Name} is not usable: {e.Message}");
        }
    }
}
