using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Operon.ApiServer.Webhooks;

/// <summary>Checks a webhook's certificate against its caBundle, of which every certificate is an anchor; without one against the machine's roots.</summary>
internal sealed class WebhookTrust(byte[]? caBundle)
{
    private const string Failure = "tls: failed to verify certificate: x509: ";
    private readonly X509Certificate2Collection? _anchors = caBundle is null ? null : Parse(caBundle);

    public bool Validate(object sender, X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 leaf || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            throw new AuthenticationException(Failure + "the webhook sent no certificate");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            var target = (sender as SslStream)?.TargetHostName ?? "";
            throw new AuthenticationException($"{Failure}certificate is valid for {Names(leaf)}, not {target}");
        }

        if (_anchors is null)
        {
            return errors == SslPolicyErrors.None ? true : throw new AuthenticationException($"{Failure}certificate signed by unknown authority");
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_anchors);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        // An anchor need not be self-signed; that the chain reaches one is checked below.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        foreach (var element in sent?.ChainElements.Select(element => element.Certificate) ?? [])
        {
            chain.ChainPolicy.ExtraStore.Add(element);
        }

        var valid = chain.Build(leaf);
        if (chain.ChainStatus.Any(status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)))
        {
            throw new AuthenticationException($"{Failure}certificate has expired or is not yet valid");
        }

        return valid && chain.ChainElements.Any(element => _anchors.Any(anchor => anchor.RawDataMemory.Span.SequenceEqual(element.Certificate.RawDataMemory.Span)))
            ? true
            : throw new AuthenticationException($"{Failure}certificate signed by unknown authority");
    }

    private static X509Certificate2Collection Parse(byte[] bundle)
    {
        var anchors = new X509Certificate2Collection();
        anchors.ImportFromPem(Encoding.ASCII.GetString(bundle));
        return anchors;
    }

    private static string Names(X509Certificate2 leaf)
    {
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString()))).ToList();
        return names.Count > 0 ? string.Join(", ", names) : "no names";
    }
}
