using System.Security.Cryptography;
using System.Text;
using k8s.Models;

namespace Operon.Etcd.Certificates;

/// <summary>The Secret <c>&lt;cluster&gt;-ca</c>: the only place of the signing key, never mounted into a pod.</summary>
internal static class AuthoritySecret
{
    public const string Certificate = "ca.crt";
    public const string Key = "ca.key";
    public const string Bundle = "bundle.crt";
    private const string NextCertificate = "next.crt";
    private const string NextKey = "next.key";
    private const string Previous = "previous.crt";
    private const string HandledAnnotation = "etcd.database.coreos.com/handled-rotation";

    /// <summary>Null when the secret holds nothing. Throws <see cref="CryptographicException"/> or <see cref="ArgumentException"/> when it holds something else.</summary>
    public static AuthorityState? Read(V1Secret secret)
    {
        if (secret.Data is not { Count: > 0 } data)
        {
            return null;
        }

        string? handled = null;
        secret.Metadata.Annotations?.TryGetValue(HandledAnnotation, out handled);
        return new AuthorityState(
            new KeyedCertificate(Text(data, Certificate) ?? "", Text(data, Key) ?? ""),
            Text(data, NextCertificate) is { } next ? new KeyedCertificate(next, Text(data, NextKey) ?? "") : null,
            Text(data, Previous),
            handled);
    }

    public static void Write(AuthorityState state, V1Secret secret)
    {
        secret.Data = new Dictionary<string, byte[]>
        {
            [Certificate] = Encoding.UTF8.GetBytes(state.Signing.CertificatePem),
            [Bundle] = Encoding.UTF8.GetBytes(state.Bundle),
        };
        if (state.Signing.HasKey)
        {
            secret.Data[Key] = Encoding.UTF8.GetBytes(state.Signing.KeyPem);
        }

        if (state.Next is { } next)
        {
            secret.Data[NextCertificate] = Encoding.UTF8.GetBytes(next.CertificatePem);
            secret.Data[NextKey] = Encoding.UTF8.GetBytes(next.KeyPem);
        }

        if (state.PreviousPem is { } previous)
        {
            secret.Data[Previous] = Encoding.UTF8.GetBytes(previous);
        }

        if (state.HandledRequest is { } handled)
        {
            secret.Metadata.Annotations ??= new Dictionary<string, string>();
            secret.Metadata.Annotations[HandledAnnotation] = handled;
        }
    }

    private static string? Text(IDictionary<string, byte[]> data, string key) =>
        data.TryGetValue(key, out var bytes) ? Encoding.UTF8.GetString(bytes) : null;
}
