using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Operon.Kubernetes;

internal static class NetworkHandler
{
    public static SocketsHttpHandler Create(KubernetesClientOptions options, ICredentialSource credentials)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            UseCookies = false,
            SslOptions = Tls(options, credentials),
        };
        if (options.Proxy is { } proxy)
        {
            handler.Proxy = new WebProxy(proxy);
        }

        if (options.ConnectCallback is { } connect)
        {
            handler.UseProxy = false;
            handler.ConnectCallback = (context, cancellationToken) => connect(context.DnsEndPoint, cancellationToken);
        }

        return handler;
    }

    private static SslClientAuthenticationOptions Tls(KubernetesClientOptions options, ICredentialSource credentials)
    {
        var tls = new SslClientAuthenticationOptions();
        if (options.InsecureSkipTlsVerify)
        {
#pragma warning disable CA5359 // The user asked for it by name (insecure-skip-tls-verify).
            tls.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (options.CertificateAuthorityPem is { } pem)
        {
            tls.CertificateChainPolicy = Trust(pem);
        }

        if (options.ClientCertificatePem is { } clientPem && credentials is not ExecCredentialSource)
        {
            var certificate = X509Certificate2.CreateFromPem(clientPem, options.ClientKeyPem);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(clientPem);
            tls.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, chain, offline: true);
        }
        else if (credentials is ExecCredentialSource exec)
        {
            tls.LocalCertificateSelectionCallback = (_, _, _, _, _) => exec.Certificate!;
        }

        return tls;
    }

    private static X509ChainPolicy Trust(string pem)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw new KubeconfigException($"The certificate authority is not valid PEM: {e.Message}", e);
        }

        return policy.CustomTrustStore.Count > 0
            ? policy
            : throw new KubeconfigException("The certificate authority holds no PEM certificate (-----BEGIN CERTIFICATE-----).");
    }
}
