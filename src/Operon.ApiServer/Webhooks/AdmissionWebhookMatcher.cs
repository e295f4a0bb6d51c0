using System.Text.Json.Nodes;
using Operon.ApiServer.Admission;
using Operon.ApiServer.Http;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Selectors;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Webhooks;

/// <summary>Decides whether a webhook is asked about a write, and in which version.</summary>
internal sealed class AdmissionWebhookMatcher(ObjectStore store, ResourceRegistry registry, IMatchConditions conditions)
{
    // Otherwise a broken webhook could keep its own configuration from being mended.
    private static readonly HashSet<string> Exempt =
    [
        "mutatingwebhookconfigurations", "validatingwebhookconfigurations", "validatingadmissionpolicies", "validatingadmissionpolicybindings",
        "mutatingadmissionpolicies", "mutatingadmissionpolicybindings",
    ];

    public static bool IsExempt(AdmissionRequest request) =>
        request.Context.SkipsWebhooks || (request.Resource.Group == "admissionregistration.k8s.io" && Exempt.Contains(request.Resource.Plural));

    /// <summary>The call to make; null when the webhook has nothing to do with the write.</summary>
    public async ValueTask<AdmissionWebhookCall?> MatchAsync(AdmissionWebhook webhook, AdmissionRequest request, AdmissionVersions versions, CancellationToken cancellationToken)
    {
        if (Version(webhook.Rules, webhook.MatchesEquivalent, request) is not { } version)
        {
            return null;
        }

        var (current, old) = await versions.InAsync(request.Resource, cancellationToken).ConfigureAwait(false);
        if (!MatchesNamespace(webhook.NamespaceSelector, request) || !MatchesObject(webhook.ObjectSelector, current, old))
        {
            return null;
        }

        (current, old) = await versions.InAsync(version, cancellationToken).ConfigureAwait(false);
        var review = AdmissionReview.Request(request, version, current, old);
        return webhook.MatchConditions.Count == 0 || conditions.Match(webhook, review) ? new AdmissionWebhookCall(webhook, version, review) : null;
    }

    /// <summary>The version of what is written that the rules ask for; null when they do not ask for it.</summary>
    public ServedResource? Version(IReadOnlyList<AdmissionWebhookRule> rules, bool matchesEquivalent, AdmissionRequest request)
    {
        if (rules.Any(rule => rule.Matches(request, request.Resource)))
        {
            return request.Resource;
        }

        if (!matchesEquivalent)
        {
            return null;
        }

        var others = registry.Current.All
            .Where(other => other != request.Resource && other.StorageName == request.Resource.StorageName && (request.Subresource is null || other.Subresource(request.Subresource) is not null))
            .ToList();
        return rules.Select(rule => others.FirstOrDefault(other => rule.Matches(request, other))).FirstOrDefault(match => match is not null);
    }

    public bool MatchesNamespace(LabelSelector selector, AdmissionRequest request)
    {
        var isNamespace = request.Resource.StorageName == StorageNames.Namespaces;
        if (selector.IsEmpty || (!request.Resource.Namespaced && !isNamespace))
        {
            return true;
        }

        // The stored namespace does not have the labels this write gives it yet.
        if (isNamespace && request.Subresource is null && request.Operation != AdmissionOperation.Delete)
        {
            return selector.Matches(request.Object.Object("metadata").Object("labels"));
        }

        var name = isNamespace ? request.Name : request.Namespace;
        var labels = store.Find(StorageNames.Namespaces, "", name)?.Index.Labels
            ?? throw new StatusException(404, "NotFound", $"namespaces \"{name}\" not found") { Name = name, Kind = "namespaces" };
        return selector.Matches(key => labels.GetValueOrDefault(key));
    }

    public static bool MatchesObject(LabelSelector selector, JsonObject? current, JsonObject? old) =>
        selector.IsEmpty || (current is not null && selector.Matches(Labels(current))) || (old is not null && selector.Matches(Labels(old)));

    private static JsonObject? Labels(JsonObject obj) => obj.Object("metadata").Object("labels");
}
