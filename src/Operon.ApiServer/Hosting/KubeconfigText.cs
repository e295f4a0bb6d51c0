using System.Text;

namespace Operon.ApiServer.Hosting;

/// <summary>Writes a kubeconfig with everything embedded.</summary>
internal static class KubeconfigText
{
    public static string Write(Uri server, string authorityPem, string user, ClientCertificate certificate)
    {
        var text = $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: operon
              cluster:
                server: {server.ToString().TrimEnd('/')}
                certificate-authority-data: {Base64(authorityPem)}
            contexts:
            - name: operon
              context:
                cluster: operon
                user: "{user.Replace("\"", "", StringComparison.Ordinal)}"
            current-context: operon
            users:
            - name: "{user.Replace("\"", "", StringComparison.Ordinal)}"
              user:
                client-certificate-data: {Base64(certificate.CertificatePem)}
                client-key-data: {Base64(certificate.PrivateKeyPem)}

            """;
        return text.ReplaceLineEndings("\n");
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
