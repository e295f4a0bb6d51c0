using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>What a webhook is called for, and where.</summary>
internal sealed class WebhookTarget
{
    private WebhookTarget(string name, string path, bool isDefaultPath, string[] groups, string[] versions, string[] resources)
    {
        Name = name;
        Path = path;
        IsDefaultPath = isDefaultPath;
        Groups = groups;
        Versions = versions;
        Resources = resources;
    }

    /// <summary>The name it has when the attribute gives none.</summary>
    public string Name { get; }

    public string Path { get; }

    public bool IsDefaultPath { get; }

    public string[] Groups { get; }

    public string[] Versions { get; }

    public string[] Resources { get; }

    /// <summary>Null when the attribute does not say enough.</summary>
    public static WebhookTarget? Of(AttributeData attribute, WebhookRole role, KindModel? kind)
    {
        string[] groups = [.. attribute.Texts("Groups").Select(group => group == "core" ? "" : group)];
        string[] versions = [.. attribute.Texts("Versions")];
        string[] resources = [.. attribute.Texts("Resources")];
        var letter = role.IsMutating ? "m" : "v";
        var verb = role.IsMutating ? "mutate" : "validate";
        if (kind is null)
        {
            if (role.Object is not null || groups.Length == 0 || versions.Length == 0 || resources.Length == 0 || (attribute.NamedText("Path") ?? attribute.NamedText("Url")) is not { } where || attribute.NamedText("Name") is not { } name)
            {
                return null;
            }

            return new WebhookTarget(name, where, isDefaultPath: false, groups, versions, resources);
        }

        if (kind is not { Group: { } group, Plural: { } plural, Version: { } version })
        {
            return null;
        }

        var path = $"/{verb}-{group.Replace('.', '-')}-{version}-{kind.Kind.ToLowerInvariant()}";
        return new WebhookTarget(
            $"{letter}{kind.Kind.ToLowerInvariant()}-{version}.kb.io",
            attribute.NamedText("Path") ?? path,
            attribute.NamedText("Path") is null,
            groups.Length > 0 ? groups : [group],
            versions.Length > 0 ? versions : [version],
            resources.Length > 0 ? resources : [plural]);
    }
}
