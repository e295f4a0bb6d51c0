using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Operon.ApiServer.Webhooks;

/// <summary>The certificates of a <c>caBundle</c>.</summary>
internal static class CaBundle
{
    public const string Problem = "unable to load root certificates: unable to parse bytes as PEM block";

    /// <summary>The certificates; empty when the bytes hold none that can be read.</summary>
    public static X509Certificate2Collection Read(byte[] bundle)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(Encoding.ASCII.GetString(bundle));
        }
        catch (CryptographicException)
        {
            // One that is broken makes the bundle useless, as it does for the real server.
            certificates.Clear();
        }

        return certificates;
    }
}
