using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Operon.Kubernetes;

internal static class NetworkHandler
{
    public static SocketsHttpHandler Create(KubernetesClientOptions options, ClientCertificate? certificate)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = options.KeepAlivePingDelay,
            KeepAlivePingTimeout = options.KeepAlivePingTimeout,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            UseCookies = false,
            SslOptions = Tls(options, certificate),
        };
        if (options.Proxy is { } proxy)
        {
            handler.Proxy = new WebProxy(proxy) { Credentials = ProxyCredentials(proxy) };
        }

        if (options.ConnectCallback is { } connect)
        {
            handler.UseProxy = false;
            handler.ConnectCallback = (context, cancellationToken) => connect(context.DnsEndPoint, cancellationToken);
        }

        if (options.Impersonate is { } who && ImpersonationHeaders.NeedsLines(who))
        {
            handler.PlaintextStreamFilter = (context, _) => new ValueTask<Stream>(new HeaderLineStream(context.PlaintextStream));
        }

        return handler;
    }

    private static SslClientAuthenticationOptions Tls(KubernetesClientOptions options, ClientCertificate? certificate)
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

        tls.ClientCertificateContext = certificate?.Context;
        return tls;
    }

    private static NetworkCredential? ProxyCredentials(Uri proxy)
    {
        if (proxy.UserInfo.Length == 0)
        {
            return null;
        }

        var parts = proxy.UserInfo.Split(':', 2);
        return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
    }

    /// <summary>Verification against these authorities alone. Throws <see cref="KubeconfigException"/> when there is none in the text.</summary>
    public static X509ChainPolicy Trust(string pem)
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
