using System.Security.Cryptography;
using System.Text;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Webhooks;

/// <summary>
/// The Secret that replicas share. <c>tls.crt</c>, <c>tls.key</c> and <c>ca.crt</c> are as cert-manager names them; the keys that sign are beside them.
/// </summary>
internal sealed class SecretCertificateStore(IKubernetesClient client, ObjectKey key, string managedBy) : ICertificateStore
{
    private const string SigningCertificate = "ca-signing.crt";
    private const string SigningKey = "ca-signing.key";
    private const string NextCertificate = "ca-next.crt";
    private const string NextKey = "ca-next.key";
    private readonly IResourceClient<V1Secret> _secrets = client.Resource(ResourceKinds.Secret);

    public async Task<(CertificateState? State, string? Version)> ReadAsync(CancellationToken cancellationToken)
    {
        if (await _secrets.FindAsync(key.Namespace, key.Name, cancellationToken) is not { } secret)
        {
            return (null, null);
        }

        var data = secret.Data ?? new Dictionary<string, byte[]>();
        if (data.Count > 0 && !data.ContainsKey(SigningKey))
        {
            throw new WebhookCertificateException(
                $"Secret {key} holds certificates this operator did not make (there is no {SigningKey}). Mount it and name the folder with --webhook-certificate-directory, or delete it, or choose another name in WebhookOptions.SecretName.");
        }

        try
        {
            return (data.Count == 0 ? null : Read(data), secret.Metadata.ResourceVersion);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or KeyNotFoundException)
        {
            // Made anew: what cannot be read serves nobody.
            return (null, secret.Metadata.ResourceVersion);
        }
    }

    public async Task<bool> WriteAsync(CertificateState state, string? version, CancellationToken cancellationToken)
    {
        var secret = new V1Secret
        {
            Metadata = new V1ObjectMeta
            {
                Name = key.Name,
                NamespaceProperty = key.Namespace,
                ResourceVersion = version,
                Labels = new Dictionary<string, string> { ["app.kubernetes.io/managed-by"] = managedBy },
            },
            Type = "Opaque",
            Data = Data(state),
        };
        return version is null
            ? await _secrets.CreateAsync(secret, cancellationToken).IgnoreAlreadyExistsAsync() is not null
            : await _secrets.UpdateAsync(secret, cancellationToken).IgnoreConflictAsync() is not null;
    }

    private static CertificateState Read(IDictionary<string, byte[]> data) => new(
        new KeyedCertificate(Text(data, SigningCertificate), Text(data, SigningKey)),
        data.ContainsKey(NextKey) ? new KeyedCertificate(Text(data, NextCertificate), Text(data, NextKey)) : null,
        new KeyedCertificate(Text(data, "tls.crt"), Text(data, "tls.key")),
        CertificateState.Bundle([Text(data, "ca.crt")]));

    private static Dictionary<string, byte[]> Data(CertificateState state)
    {
        var data = new Dictionary<string, byte[]>
        {
            ["tls.crt"] = Encoding.ASCII.GetBytes(state.Serving.CertificatePem),
            ["tls.key"] = Encoding.ASCII.GetBytes(state.Serving.KeyPem),
            ["ca.crt"] = Encoding.ASCII.GetBytes(state.BundlePem),
            [SigningCertificate] = Encoding.ASCII.GetBytes(state.Signing.CertificatePem),
            [SigningKey] = Encoding.ASCII.GetBytes(state.Signing.KeyPem),
        };
        if (state.Next is { } next)
        {
            data[NextCertificate] = Encoding.ASCII.GetBytes(next.CertificatePem);
            data[NextKey] = Encoding.ASCII.GetBytes(next.KeyPem);
        }

        return data;
    }

    private static string Text(IDictionary<string, byte[]> data, string name) =>
        data.TryGetValue(name, out var bytes) ? Encoding.ASCII.GetString(bytes) : throw new KeyNotFoundException(name);
}
