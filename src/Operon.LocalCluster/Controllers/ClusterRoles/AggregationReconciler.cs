using System.Text.Json;
using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Objects;
using Operon.Runtime;

namespace Operon.LocalCluster.Controllers.ClusterRoles;

/// <summary>Writes the rules of aggregated ClusterRoles, such as <c>view</c>: those of all roles their selectors match.</summary>
internal sealed class AggregationReconciler(IKubernetesClient client, ILister<V1ClusterRole> roles) : IReconciler
{
    public async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        if (roles.Find(context.Key) is not { AggregationRule.ClusterRoleSelectors: { } selectors } role)
        {
            return ReconcileResult.Done;
        }

        var kind = ResourceKinds.ClusterRole;
        var wanted = Documents.Json(kind, role);
        var rules = Union(role, selectors);
        if (JsonNode.DeepEquals(Documents.Normalized(wanted["rules"]), Documents.Normalized(rules)))
        {
            return ReconcileResult.Done;
        }

        wanted["rules"] = rules;
        await client.Resource(kind).UpdateAsync(wanted.Deserialize(kind.Json)!, cancellationToken);
        return ReconcileResult.Done;
    }

    // Selector by selector and by name, so that the result depends on nothing but the roles.
    private JsonArray Union(V1ClusterRole role, IList<V1LabelSelector> selectors)
    {
        var all = roles.List().Where(other => other.Metadata.Name != role.Metadata.Name).OrderBy(other => other.Metadata.Name, StringComparer.Ordinal).ToList();
        var seen = new HashSet<string>();
        var rules = new JsonArray();
        foreach (var part in selectors.SelectMany(selector => all.Where(other => LabelMatching.Matches(selector, other.Metadata.Labels))))
        {
            foreach (var rule in Documents.Json(ResourceKinds.ClusterRole, part)["rules"] as JsonArray ?? [])
            {
                if (rule is not null && seen.Add(rule.ToJsonString()))
                {
                    rules.Add(rule.DeepClone());
                }
            }
        }

        return rules;
    }
}
