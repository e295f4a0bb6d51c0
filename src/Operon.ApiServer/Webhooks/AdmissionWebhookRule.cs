using System.Text.Json.Nodes;
using Operon.ApiServer.Admission;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.Webhooks;

/// <summary>One entry of a webhook's <c>rules</c>: what must all hold for a request to be its business.</summary>
internal sealed class AdmissionWebhookRule(JsonObject rule)
{
    private const string Any = "*";
    private readonly HashSet<string> _operations = [.. rule.Texts("operations")];
    private readonly HashSet<string> _groups = [.. rule.Texts("apiGroups")];
    private readonly HashSet<string> _versions = [.. rule.Texts("apiVersions")];
    private readonly string[] _resources = [.. rule.Texts("resources")];
    private readonly string _scope = rule.Text("scope");

    /// <summary>Judges the request as if it had been made to <paramref name="resource"/>, one of the versions of what it was made to.</summary>
    public bool Matches(AdmissionRequest request, ServedResource resource) =>
        (_operations.Contains(Any) || _operations.Contains(request.OperationName))
        && (_groups.Contains(Any) || _groups.Contains(resource.Group))
        && (_versions.Contains(Any) || _versions.Contains(resource.Version))
        && MatchesScope(request)
        && _resources.Any(pattern => MatchesResource(pattern, resource.Plural, request.Subresource ?? ""));

    private bool MatchesScope(AdmissionRequest request) => _scope switch
    {
        "Namespaced" => request.Resource.Namespaced,
        "Cluster" => !request.Resource.Namespaced,
        _ => true,
    };

    // "pods" is the resource alone, "pods/*" it with any subresource, "*" all resources without their subresources.
    private static bool MatchesResource(string pattern, string resource, string subresource)
    {
        var slash = pattern.IndexOf('/', StringComparison.Ordinal);
        var (name, sub) = slash < 0 ? (pattern, "") : (pattern[..slash], pattern[(slash + 1)..]);
        return (name == Any || name == resource) && (sub == Any || sub == subresource);
    }
}
