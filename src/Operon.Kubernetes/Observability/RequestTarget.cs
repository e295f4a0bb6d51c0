namespace Operon.Kubernetes;

/// <summary>What a path of the API addresses, read as the server reads it.</summary>
internal readonly record struct RequestTarget(
    string Verb, string? Group, string? Version, string? Resource, string? Subresource, string? Namespace, string? Name, string Template)
{
    /// <summary>Takes a path with or without query, below or without a prefix of the server's address.</summary>
    public static RequestTarget Parse(HttpMethod method, string pathAndQuery, bool isApply)
    {
        var cut = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        var path = cut < 0 ? pathAndQuery : pathAndQuery[..cut];
        var query = cut < 0 ? "" : pathAndQuery[cut..];
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var root = Array.FindIndex(parts, part => part is "api" or "apis");
        var at = root < 0 ? parts.Length : root + (parts[root] == "api" ? 2 : 3);
        if (at >= parts.Length)
        {
            return new RequestTarget(method.Method.ToLowerInvariant(), null, null, null, null, null, null, path);
        }

        var group = parts[root] == "api" ? "" : parts[root + 1];
        var version = parts[at - 1];
        var template = "/" + string.Join('/', parts[..at]);
        string? namespaceName = null;
        if (parts[at] == "namespaces" && at + 2 < parts.Length && parts[at + 2] is not ("status" or "finalize"))
        {
            namespaceName = Uri.UnescapeDataString(parts[at + 1]);
            template += "/namespaces/{namespace}";
            at += 2;
        }

        var name = at + 1 < parts.Length ? Uri.UnescapeDataString(parts[at + 1]) : null;
        var subresource = at + 2 < parts.Length ? parts[at + 2] : null;
        template += $"/{parts[at]}{(name is null ? "" : "/{name}")}{(subresource is null ? "" : $"/{subresource}")}";
        return new RequestTarget(VerbOf(method, name, query, isApply), group, version, parts[at], subresource, namespaceName, name, template);
    }

    private static string VerbOf(HttpMethod method, string? name, string query, bool isApply) => method.Method switch
    {
        "GET" when query.Contains("watch=true", StringComparison.Ordinal) => "watch",
        "GET" => name is null ? "list" : "get",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => isApply ? "apply" : "patch",
        "DELETE" => name is null ? "deletecollection" : "delete",
        var other => other.ToLowerInvariant(),
    };
}
