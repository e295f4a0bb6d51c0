namespace Operon.ApiServer.Http;

/// <summary>What a path and a method ask for, in the words of RBAC.</summary>
internal sealed record RequestInfo(string Path, string Verb)
{
    public bool IsResource { get; init; }
    public string Group { get; init; } = "";
    public string Version { get; init; } = "";
    public string Namespace { get; init; } = "";
    public string Resource { get; init; } = "";
    public string Name { get; init; } = "";
    public string Subresource { get; init; } = "";

    /// <summary>What follows the subresource: the path given to a proxy.</summary>
    public string Rest { get; init; } = "";

    public static RequestInfo Parse(string method, string path, bool watch, Func<string, bool> isSubresourceOfNamespace)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = Uri.UnescapeDataString(parts[i]);
        }

        var start = parts switch
        {
            ["api", _, _, ..] => 2,
            ["apis", _, _, _, ..] => 3,
            _ => 0,
        };
        if (start == 0)
        {
            return new RequestInfo(path, method.ToLowerInvariant());
        }

        var group = start == 2 ? "" : parts[1];
        var version = parts[start - 1];
        var rest = parts.AsSpan(start);
        var ns = "";
        if (rest[0] == "watch" && rest.Length > 1)
        {
            watch = true;
            rest = rest[1..];
        }

        if (rest[0] == "namespaces" && rest.Length > 2 && !(rest.Length == 3 && isSubresourceOfNamespace(rest[2])))
        {
            ns = rest[1];
            rest = rest[2..];
        }

        var resource = rest[0];
        var name = rest.Length > 1 ? rest[1] : "";
        var subresource = rest.Length > 2 ? rest[2] : "";
        if (resource == "namespaces" && name.Length > 0)
        {
            ns = name;
        }

        return new RequestInfo(path, Verbs(method, name.Length > 0, watch))
        {
            IsResource = true,
            Group = group,
            Version = version,
            Namespace = ns,
            Resource = resource,
            Name = name,
            Subresource = subresource,
            Rest = rest.Length > 3 ? string.Join('/', rest[3..].ToArray()) : "",
        };
    }

    private static string Verbs(string method, bool named, bool watch) => method switch
    {
        "GET" or "HEAD" => watch ? "watch" : named ? "get" : "list",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => named ? "delete" : "deletecollection",
        _ => method.ToLowerInvariant(),
    };
}
