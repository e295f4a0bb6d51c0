using Operon.ApiServer.Authentication;

namespace Operon.ApiServer.Authorization;

/// <summary>What somebody wants to do: a verb on a resource, or on a path that is none.</summary>
internal sealed record AccessAttributes(UserInfo User, string Verb)
{
    public bool IsResource { get; init; } = true;
    public string Group { get; init; } = "";
    public string Version { get; init; } = "";
    public string Resource { get; init; } = "";
    public string Subresource { get; init; } = "";
    public string Namespace { get; init; } = "";
    public string Name { get; init; } = "";
    public string Path { get; init; } = "";

    public string ForbiddenMessage()
    {
        if (!IsResource)
        {
            return $"forbidden: User \"{User.Name}\" cannot {Verb} path \"{Path}\"";
        }

        var resource = Subresource.Length == 0 ? Resource : $"{Resource}/{Subresource}";
        var groupResource = Group.Length == 0 ? Resource : $"{Resource}.{Group}";
        var subject = Name.Length > 0 ? $"{groupResource} \"{Name}\"" : groupResource;
        var scope = Namespace.Length > 0 ? $"in the namespace \"{Namespace}\"" : "at the cluster scope";
        return $"{subject} is forbidden: User \"{User.Name}\" cannot {Verb} resource \"{resource}\" in API group \"{Group}\" {scope}";
    }
}
