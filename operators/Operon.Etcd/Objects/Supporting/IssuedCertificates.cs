using System.Text.Json.Nodes;
using Operon.Etcd.Api;
using Operon.Etcd.Certificates;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Objects;

/// <summary>The Certificates cert-manager is asked for; it writes their secrets and renews them.</summary>
internal static class IssuedCertificates
{
    public static ResourceType Type { get; } = new("cert-manager.io", "v1", "Certificate", "certificates", IsNamespaced: true);

    public static IEnumerable<SupportingObject> Build(ClusterLayout layout) => layout.Cluster.Spec.Tls?.CertManager is { } asked
        ? LeafSpecs.Of(layout).Select(leaf => new SupportingObject(Type, leaf.SecretName, Render(layout, leaf, asked)))
        : [];

    private static JsonObject Render(ClusterLayout layout, LeafSpec leaf, CertManagerTls asked)
    {
        var issuer = leaf.SecretName == layout.Secrets.Peer?.Name ? asked.PeerIssuer : asked.ClientIssuer;
        var spec = new JsonObject
        {
            ["secretName"] = leaf.SecretName,
            ["issuerRef"] = new JsonObject
            {
                ["name"] = issuer!.Name,
                ["kind"] = string.IsNullOrEmpty(issuer.Kind) ? "Issuer" : issuer.Kind,
                ["group"] = string.IsNullOrEmpty(issuer.Group) ? "cert-manager.io" : issuer.Group,
            },
            ["privateKey"] = new JsonObject { ["algorithm"] = "ECDSA", ["size"] = 256, ["encoding"] = "PKCS8", ["rotationPolicy"] = "Always" },
            ["usages"] = new JsonArray([.. leaf.Request.Usages.Select(usage => (JsonNode)(usage == LeafRequest.ServerUse ? "server auth" : "client auth")).Prepend("digital signature")]),
        };
        if (leaf.Request.Subject.StartsWith("CN=", StringComparison.Ordinal))
        {
            spec["commonName"] = leaf.Request.Subject[3..];
        }
        else
        {
            spec["subject"] = new JsonObject { ["organizations"] = new JsonArray(layout.Name) };
        }

        List(spec, "dnsNames", leaf.Request.Names.DnsNames);
        List(spec, "ipAddresses", leaf.Request.Names.Addresses);
        Text(spec, "duration", asked.Duration);
        Text(spec, "renewBefore", asked.RenewBefore);
        return SupportingObjects.Render(layout, Type, leaf.SecretName, spec);
    }

    private static void List(JsonObject spec, string field, IReadOnlyList<string> items)
    {
        if (items.Count > 0)
        {
            spec[field] = new JsonArray([.. items.Select(item => (JsonNode)item)]);
        }
    }

    private static void Text(JsonObject spec, string field, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            spec[field] = text;
        }
    }
}
