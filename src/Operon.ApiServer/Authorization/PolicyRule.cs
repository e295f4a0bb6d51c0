using System.Text.Json.Nodes;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.Authorization;

/// <summary>One rule of a Role or ClusterRole.</summary>
internal sealed class PolicyRule
{
    private PolicyRule(JsonObject json)
    {
        Json = json;
        Verbs = [.. json.Texts("verbs")];
        Groups = [.. json.Texts("apiGroups")];
        Resources = [.. json.Texts("resources")];
        Names = [.. json.Texts("resourceNames")];
        Paths = [.. json.Texts("nonResourceURLs")];
    }

    public JsonObject Json { get; }
    public IReadOnlyList<string> Verbs { get; }
    public IReadOnlyList<string> Groups { get; }
    public IReadOnlyList<string> Resources { get; }
    public IReadOnlyList<string> Names { get; }
    public IReadOnlyList<string> Paths { get; }

    public static IReadOnlyList<PolicyRule> Read(JsonObject role) => [.. role.Objects("rules").Select(rule => new PolicyRule(rule))];

    public bool Allows(AccessAttributes access)
    {
        if (!Has(Verbs, access.Verb))
        {
            return false;
        }

        if (!access.IsResource)
        {
            return Paths.Any(path => path == "*" || path == access.Path || (path.EndsWith('*') && access.Path.StartsWith(path[..^1], StringComparison.Ordinal)));
        }

        return Has(Groups, access.Group) && CoversResource(access) && (Names.Count == 0 || Names.Contains(access.Name));
    }

    private bool CoversResource(AccessAttributes access)
    {
        foreach (var resource in Resources)
        {
            if (resource == "*"
                || (access.Subresource.Length == 0
                    ? resource == access.Resource
                    : resource == $"{access.Resource}/{access.Subresource}" || resource == $"*/{access.Subresource}"))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Has(IReadOnlyList<string> values, string value) => values.Contains("*") || values.Contains(value);
}
