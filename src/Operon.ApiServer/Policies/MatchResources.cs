using System.Text.Json.Nodes;
using Operon.ApiServer.Admission;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Selectors;
using Operon.ApiServer.Webhooks;

namespace Operon.ApiServer.Policies;

/// <summary>The <c>matchConstraints</c> of a policy or the <c>matchResources</c> of a binding.</summary>
internal sealed class MatchResources
{
    private readonly (AdmissionWebhookRule Rule, HashSet<string> Names)[] _rules;
    private readonly (AdmissionWebhookRule Rule, HashSet<string> Names)[] _excluded;

    public MatchResources(JsonObject? match)
    {
        NamespaceSelector = Selector(match.Object("namespaceSelector"));
        ObjectSelector = Selector(match.Object("objectSelector"));
        MatchesEquivalent = match.Text("matchPolicy") != "Exact";
        _rules = Rules(match, "resourceRules");
        _excluded = Rules(match, "excludeResourceRules");
    }

    public LabelSelector NamespaceSelector { get; }

    public LabelSelector ObjectSelector { get; }

    public bool MatchesEquivalent { get; }

    /// <summary>Without rules everything matches: bindings often leave them out.</summary>
    public bool HasRules => _rules.Length > 0;

    public IReadOnlyList<AdmissionWebhookRule> RulesFor(AdmissionRequest request) => Named(_rules, request);

    public IReadOnlyList<AdmissionWebhookRule> ExclusionsFor(AdmissionRequest request) => Named(_excluded, request);

    private static AdmissionWebhookRule[] Named((AdmissionWebhookRule Rule, HashSet<string> Names)[] rules, AdmissionRequest request) =>
        [.. rules.Where(rule => rule.Names.Count == 0 || rule.Names.Contains(request.Name)).Select(rule => rule.Rule)];

    private static (AdmissionWebhookRule Rule, HashSet<string> Names)[] Rules(JsonObject? match, string member) =>
        [.. match.Objects(member).Select(rule => (new AdmissionWebhookRule(rule), rule.Texts("resourceNames").ToHashSet()))];

    private static LabelSelector Selector(JsonObject? selector) => selector is null ? LabelSelector.Everything : LabelSelector.FromLabelSelectorObject(selector);
}
