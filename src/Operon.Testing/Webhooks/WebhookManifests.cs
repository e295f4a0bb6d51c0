using System.Text;
using System.Text.Json.Nodes;
using Operon.Kubernetes;

namespace Operon.Testing;

/// <summary>Points webhooks in manifests at another address; of their own the path stays.</summary>
internal static class WebhookManifests
{
    /// <exception cref="TestClusterException">The manifest is neither a webhook configuration nor a definition with a conversion webhook.</exception>
    public static void Redirect(UntypedObject manifest, Uri address, string authorityPem)
    {
        var configs = ClientConfigs(manifest).ToList();
        if (configs.Count == 0)
        {
            throw new TestClusterException(
                $"{manifest.Kind} {manifest.Metadata?.Name} has no webhooks: give MutatingWebhookConfigurations, ValidatingWebhookConfigurations, or CustomResourceDefinitions with spec.conversion.strategy Webhook.");
        }

        var bundle = Convert.ToBase64String(Encoding.ASCII.GetBytes(authorityPem));
        foreach (var config in configs)
        {
            var path = (string?)config["service"]?["path"] ?? (Uri.TryCreate((string?)config["url"], UriKind.Absolute, out var url) ? url.AbsolutePath : "/");
            config.Clear();
            config["url"] = new Uri(address, path).AbsoluteUri;
            config["caBundle"] = bundle;
        }
    }

    private static IEnumerable<JsonObject> ClientConfigs(UntypedObject manifest)
    {
        if (Manifests.IsCrd(manifest))
        {
            return manifest.Fields["spec"]?["conversion"]?["webhook"] is JsonObject conversion ? [Config(conversion)] : [];
        }

        return (manifest.Fields["webhooks"] as JsonArray ?? []).OfType<JsonObject>().Select(Config);
    }

    private static JsonObject Config(JsonObject webhook)
    {
        if (webhook["clientConfig"] is not JsonObject config)
        {
            webhook["clientConfig"] = config = [];
        }

        return config;
    }
}
