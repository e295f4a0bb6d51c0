namespace Operon.Generators;

/// <summary>The configurations, laid out and named as in kubebuilder's projects.</summary>
internal static class WebhookManifest
{
    /// <summary>One or two documents; null when there are no webhooks.</summary>
    public static JsonArray? Of(IReadOnlyList<WebhookModel> webhooks, string? mutating, string? validating)
    {
        var documents = new JsonArray();
        Add(documents, webhooks.Where(webhook => webhook.IsMutating), "MutatingWebhookConfiguration", mutating ?? "mutating-webhook-configuration");
        Add(documents, webhooks.Where(webhook => !webhook.IsMutating), "ValidatingWebhookConfiguration", validating ?? "validating-webhook-configuration");
        return documents.Count > 0 ? documents : null;
    }

    private static void Add(JsonArray documents, IEnumerable<WebhookModel> webhooks, string kind, string name)
    {
        var entries = webhooks.Select(webhook => JsonReader.Parse(webhook.Json)).ToArray();
        if (entries.Length > 0)
        {
            documents.Add(new JsonObject
            {
                { "apiVersion", "admissionregistration.k8s.io/v1" },
                { "kind", kind },
                { "metadata", new JsonObject { { "name", name } } },
                { "webhooks", new JsonArray(entries) },
            });
        }
    }
}
