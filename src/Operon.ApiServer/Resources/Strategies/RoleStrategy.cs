using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>rbac.authorization.k8s.io/v1 Role and ClusterRole.</summary>
internal sealed class RoleStrategy(bool clusterWide) : ResourceStrategy
{
    public override bool AllowsCreateOnUpdate => true;

    protected override NameRule NameRule => NameRule.PathSegment;

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        var index = 0;
        foreach (var rule in resource.Maps("rules"))
        {
            var field = $"rules[{index++}]";
            if (!rule.Texts("verbs").Any())
            {
                errors.Required($"{field}.verbs", "verbs must contain at least one value");
            }
            if (rule.Texts("nonResourceURLs").Any())
            {
                if (!clusterWide)
                {
                    errors.Invalid($"{field}.nonResourceURLs", rule["nonResourceURLs"], "namespaced rules cannot apply to non-resource URLs");
                }
                if (rule.Texts("apiGroups").Any() || rule.Texts("resources").Any() || rule.Texts("resourceNames").Any())
                {
                    errors.Invalid($"{field}.nonResourceURLs", rule["nonResourceURLs"], "rules cannot apply to both regular resources and non-resource URLs");
                }
                continue;
            }
            if (!rule.Texts("apiGroups").Any())
            {
                errors.Required($"{field}.apiGroups", "resource rules must supply at least one api group");
            }
            if (!rule.Texts("resources").Any())
            {
                errors.Required($"{field}.resources", "resource rules must supply at least one resource");
            }
        }
    }
}
