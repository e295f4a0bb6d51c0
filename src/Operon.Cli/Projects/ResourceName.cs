namespace Operon.Cli.Projects;

/// <summary>A kind as the options of <c>operon add</c> name it.</summary>
/// <param name="Group">First part of the API group; the whole core or built-in group when there is no domain.</param>
/// <param name="Domain">Rest of the group; null for built-in groups.</param>
/// <param name="Version">API version, such as v1.</param>
/// <param name="Kind">The kind, in PascalCase.</param>
/// <param name="Plural">The resource, in lower case.</param>
internal sealed record ResourceName(string Group, string? Domain, string Version, string Kind, string Plural)
{
    public string FullGroup => Domain is null ? Group : Group.Length == 0 ? Domain : $"{Group}.{Domain}";

    /// <summary>
    /// <paramref name="group"/> with a dot is the whole group; without, the project's domain completes it, as in kubebuilder. Throws <see cref="CommandException"/> for a name
    /// Kubernetes would refuse.
    /// </summary>
    public static ResourceName Of(string group, string projectDomain, string version, string kind, string? plural)
    {
        Names.CheckGroup(group);
        Names.CheckVersion(version);
        Names.CheckKind(kind);
        plural ??= Names.Plural(kind);
        Names.CheckPlural(plural);
        if (group.EndsWith("." + projectDomain, StringComparison.Ordinal))
        {
            return new ResourceName(group[..^(projectDomain.Length + 1)], projectDomain, version, kind, plural);
        }

        var dot = group.IndexOf('.', StringComparison.Ordinal);
        return dot < 0
            ? new ResourceName(group, projectDomain, version, kind, plural)
            : new ResourceName(group[..dot], group[(dot + 1)..], version, kind, plural);
    }

    /// <summary>A kind somebody else defines: the group is taken as it is, and may be <c>core</c> or empty.</summary>
    public static ResourceName OfExternal(string group, string version, string kind, string? plural)
    {
        group = group == "core" ? "" : group;
        if (group.Length > 0)
        {
            Names.CheckGroup(group);
        }

        Names.CheckVersion(version);
        Names.CheckKind(kind);
        plural ??= Names.Plural(kind);
        Names.CheckPlural(plural);
        return new ResourceName(group, null, version, kind, plural);
    }
}
