using k8s.Models;

namespace Operon.Testing;

/// <summary>A right that one request needed, as the server's authorizer is asked for it.</summary>
internal sealed record NeededRight(string Group, string Resource, string Subresource, string Verb, string Namespace, string Name, string Path, TestRequest Request)
{
    // What system:basic-user, system:discovery and system:public-info-viewer give everybody who is known.
    private static readonly string[] _openPaths = ["/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz", "/version", "/version/"];
    private static readonly string[] _openResources = ["selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews"];

    public string ResourceName => Resource.Length == 0 ? Path : Subresource.Length == 0 ? Resource : $"{Resource}/{Subresource}";

    /// <summary>What a request needs: an apply that creates its object and a watch that begins with a list need two rights.</summary>
    public static IEnumerable<NeededRight> Of(TestRequest request)
    {
        var path = request.Path.Split('?')[0];
        if (request.Resource.Length == 0)
        {
            if (!_openPaths.Any(open => Covers(open, path)))
            {
                yield return new NeededRight("", "", "", PathVerb(request.Verb), "", "", path, request);
            }

            yield break;
        }

        if (_openResources.Contains(request.Resource) && request.Group is ("authorization.k8s.io" or "authentication.k8s.io"))
        {
            yield break;
        }

        // The name a create gets is not known to the authorizer; a collection is addressed by name when its field selector says so.
        var name = request.Verb switch
        {
            Testing.Verb.Create => "",
            Testing.Verb.List or Testing.Verb.Watch or Testing.Verb.DeleteCollection => SelectedName(request.Path),
            _ => request.Name,
        };
        yield return new NeededRight(request.Group, request.Resource, request.Subresource, RbacVerb(request.Verb), request.Namespace, name, path, request);
        if (request is { Verb: Testing.Verb.Apply, Code: 201 })
        {
            yield return new NeededRight(request.Group, request.Resource, request.Subresource, "create", request.Namespace, "", path, request);
        }
        else if (request.Verb == Testing.Verb.Watch && request.Path.Contains("sendInitialEvents=true", StringComparison.Ordinal))
        {
            // A list by way of a watch: against a server that refuses those, and after an expired version, the cache lists.
            yield return new NeededRight(request.Group, request.Resource, request.Subresource, "list", request.Namespace, name, path, request);
        }
    }

    public bool IsGrantedBy(RoleGrant grant) => IsIn(grant) && grant.Rules.Any(IsGrantedBy);

    public bool IsIn(RoleGrant grant) => grant.Namespace is null || grant.Namespace == Namespace;

    public bool IsGrantedBy(V1PolicyRule rule) => Has(rule.Verbs, Verb)
        && (Resource.Length == 0
            ? (rule.NonResourceURLs ?? []).Any(url => Covers(url, Path))
            : Has(rule.ApiGroups, Group)
                && (rule.Resources ?? []).Any(CoversResource)
                && (rule.ResourceNames is not { Count: > 0 } names || names.Contains(Name)));

    internal static string RbacVerb(Verb verb) => verb == Testing.Verb.Apply ? "patch" : verb.ToString().ToLowerInvariant();

    private static bool Has(IList<string>? values, string value) => values is not null && (values.Contains("*") || values.Contains(value));

    private static bool Covers(string pattern, string path) =>
        pattern.EndsWith('*') ? path.StartsWith(pattern[..^1], StringComparison.Ordinal) : pattern == path;

    private static string PathVerb(Verb verb) => verb switch
    {
        Testing.Verb.Create => "post",
        Testing.Verb.Update => "put",
        _ => RbacVerb(verb),
    };

    private static string SelectedName(string path)
    {
        var query = path.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? path[(at + 1)..] : "";
        var selector = query.Split('&').FirstOrDefault(part => part.StartsWith("fieldSelector=", StringComparison.Ordinal));
        const string Prefix = "metadata.name=";
        return selector is null
            ? ""
            : Uri.UnescapeDataString(selector["fieldSelector=".Length..]).Split(',').FirstOrDefault(term => term.StartsWith(Prefix, StringComparison.Ordinal))?[Prefix.Length..].TrimStart('=') ?? "";
    }

    private bool CoversResource(string pattern) =>
        pattern == "*" || pattern == ResourceName || (Subresource.Length > 0 && pattern == $"*/{Subresource}");
}
