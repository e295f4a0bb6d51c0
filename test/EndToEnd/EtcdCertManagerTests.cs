using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using EndToEnd.Clusters;

namespace EndToEnd;

/// <summary>
/// Certificates of cert-manager: the operator asks, a stand-in for its controller issues what the Certificates say. The definition is the part of
/// cert-manager's that the operator uses.
/// </summary>
[Collection(nameof(EtcdOperatorCollection))]
public sealed class EtcdCertManagerTests(EtcdOperatorCluster shared)
{
    private readonly TestCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Members_form_with_the_certificates_cert_manager_issues()
    {
        await _cluster.ApplyAsync("""
            apiVersion: etcd.database.coreos.com/v1beta2
            kind: EtcdCluster
            metadata: {name: issued}
            spec:
              size: 3
              version: "3.4.23"
              TLS: {certManager: {peerIssuerRef: {name: ca}, clientIssuerRef: {name: ca}}}
            """);
        await HasAsync("""{.status.conditions[?(@.type=="CertificatesValid")].reason}""", "CertManagerNotUsable");

        await _cluster.ApplyAsync("""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: certificates.cert-manager.io}
            spec:
              group: cert-manager.io
              scope: Namespaced
              names: {kind: Certificate, listKind: CertificateList, plural: certificates, singular: certificate}
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, x-kubernetes-preserve-unknown-fields: true}}}}
            """);

        // Sooner than the ten minutes after which it would try again by itself.
        await _cluster.KubectlAsync("delete", "pod", "-l", "name=etcd-operator");
        string[] names = ["issued-peer-tls", "issued-server-tls", "issued-client-tls"];
        await EventuallyAsync("the operator asks for three Certificates", async () => (await _cluster.TryKubectlAsync(["get", "certificates.cert-manager.io", .. names])).ExitCode == 0);
        Assert.Equal("", await _cluster.KubectlAsync("get", "pods", "-l", "etcd_cluster=issued", "-o", "name"));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=issuer", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddDays(60));
        foreach (var name in names)
        {
            await IssueAsync(name, authority);
        }

        await HasAsync("{.status.readiness}", "3/3");
        await HasAsync("""{.status.conditions[?(@.type=="CertificatesValid")].status}""", "True");
        Assert.StartsWith("https:", await _cluster.KubectlAsync("get", "etcd", "issued", "-o", "jsonpath={.status.memberStatuses[0].peerURL}"), StringComparison.Ordinal);
        await _cluster.KubectlAsync("delete", "etcd", "issued");
    }

    private async Task IssueAsync(string name, X509Certificate2 authority)
    {
        var spec = JsonNode.Parse(await _cluster.KubectlAsync("get", "certificates.cert-manager.io", name, "-o", "json"))!["spec"]!;
        Assert.Equal("ca", (string?)spec["issuerRef"]!["name"]);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(spec["commonName"] is { } common ? $"CN={common}" : "O=etcd", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var dns in spec["dnsNames"]?.AsArray() ?? [])
        {
            names.AddDnsName((string)dns!);
        }

        if (spec["dnsNames"] is not null)
        {
            request.CertificateExtensions.Add(names.Build());
        }

        var usages = spec["usages"]!.AsArray().Select(usage => (string?)usage).ToList();
        OidCollection uses = [];
        if (usages.Contains("server auth"))
        {
            uses.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        }

        if (usages.Contains("client auth"))
        {
            uses.Add(new Oid("1.3.6.1.5.5.7.3.2"));
        }

        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(uses, critical: false));
        using var certificate = request.Create(authority, DateTimeOffset.UtcNow.AddMinutes(-4), DateTimeOffset.UtcNow.AddDays(30), RandomNumberGenerator.GetBytes(16));
        await _cluster.ApplyAsync(new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = (string)spec["secretName"]! },
            ["type"] = "kubernetes.io/tls",
            ["stringData"] = new JsonObject
            {
                ["tls.crt"] = certificate.ExportCertificatePem(),
                ["tls.key"] = key.ExportPkcs8PrivateKeyPem(),
                ["ca.crt"] = authority.ExportCertificatePem(),
            },
        }.ToJsonString());
    }

    private Task HasAsync(string path, string value) =>
        EventuallyAsync($"{path} is {value}", async () => await _cluster.KubectlAsync("get", "etcd", "issued", "-o", $"jsonpath={path}") == value);

    private Task EventuallyAsync(string what, Func<Task<bool>> condition) =>
        Eventually.TrueAsync(what, condition, TimeSpan.FromSeconds(120), () => ClusterReport.OfAsync(_cluster, "issued"));
}
