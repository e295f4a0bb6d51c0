using System.Text.Json.Nodes;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Selectors;

namespace Operon.ApiServer.Webhooks;

/// <summary>One webhook of a stored configuration, read once.</summary>
internal sealed class AdmissionWebhook
{
    private const int DefaultTimeoutSeconds = 10;
    private static readonly string[] KnownReviews = ["v1", "v1beta1"];

    public AdmissionWebhook(string configuration, int index, JsonObject webhook)
    {
        Configuration = configuration;
        Name = webhook.Text("name");
        Id = $"{configuration}/{Name}/{index}";
        Client = WebhookClientConfig.Read(webhook.Object("clientConfig"));
        Rules = [.. webhook.Objects("rules").Select(rule => new AdmissionWebhookRule(rule))];
        MatchesEquivalent = webhook.Text("matchPolicy") != "Exact";
        NamespaceSelector = Selector(webhook.Object("namespaceSelector"));
        ObjectSelector = Selector(webhook.Object("objectSelector"));
        MatchConditions = [.. webhook.Objects("matchConditions")];
        IgnoresFailure = webhook.Text("failurePolicy") == "Ignore";
        Timeout = TimeSpan.FromSeconds(webhook["timeoutSeconds"].Integer() ?? DefaultTimeoutSeconds);
        SupportsDryRun = webhook.Text("sideEffects") is "None" or "NoneOnDryRun";
        ReinvokeIfNeeded = webhook.Text("reinvocationPolicy") == "IfNeeded";
        ReviewVersion = webhook.Texts("admissionReviewVersions").FirstOrDefault(KnownReviews.Contains) ?? KnownReviews[0];
    }

    /// <summary>The name of the configuration object.</summary>
    public string Configuration { get; }
    public string Name { get; }

    /// <summary>Tells it from all others of the same type.</summary>
    public string Id { get; }
    public WebhookClientConfig Client { get; }
    public IReadOnlyList<AdmissionWebhookRule> Rules { get; }
    public bool MatchesEquivalent { get; }
    public LabelSelector NamespaceSelector { get; }
    public LabelSelector ObjectSelector { get; }

    /// <summary>The entries of <c>matchConditions</c>: name and CEL expression.</summary>
    public IReadOnlyList<JsonObject> MatchConditions { get; }
    public bool IgnoresFailure { get; }
    public TimeSpan Timeout { get; }
    public bool SupportsDryRun { get; }
    public bool ReinvokeIfNeeded { get; }

    /// <summary>The version of the AdmissionReview it gets: the first of its list that this server speaks.</summary>
    public string ReviewVersion { get; }

    private static LabelSelector Selector(JsonObject? selector) => selector is null ? LabelSelector.Everything : LabelSelector.FromLabelSelectorObject(selector);
}
