using System.Security.Cryptography;
using System.Text;

namespace Operon.Kubernetes;

internal static class CredentialSources
{
    public static ICredentialSource Create(KubernetesClientOptions options)
    {
        var certificate = Certificate(options);
        if (options.TokenFile is { } path)
        {
            return new TokenFileCredentialSource(path, certificate, options.TimeProvider);
        }

        if (options.Token is null && options.Exec is { } exec)
        {
            return new ExecCredentialSource(exec, options.TimeProvider);
        }

        var authorization = options switch
        {
            { Token: { } token } => $"Bearer {token}",
            { Username: { } user } => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{options.Password}"))}",
            _ => null,
        };
        return new StaticCredentialSource(new Credential(authorization, certificate, null));
    }

    private static ClientCertificate? Certificate(KubernetesClientOptions options)
    {
        if (options.ClientCertificatePem is not { } certificate || options.ClientKeyPem is not { } key)
        {
            return null;
        }

        try
        {
            return ClientCertificate.FromPem(certificate, key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new KubeconfigException($"The client certificate or its key is not valid PEM: {e.Message}", e);
        }
    }
}
