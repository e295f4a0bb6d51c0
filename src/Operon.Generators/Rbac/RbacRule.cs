namespace Operon.Generators;

/// <summary>A rule of a role. Lists are sorted and hold nothing twice.</summary>
internal sealed record RbacRule(
    EquatableArray<string> Groups, EquatableArray<string> Resources, EquatableArray<string> ResourceNames, EquatableArray<string> Urls, EquatableArray<string> Verbs)
{
    /// <summary>Namespace of the Role that holds it; empty for a ClusterRole.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Name of the role; null for the default.</summary>
    public string? RoleName { get; init; }

    public static RbacRule Of(IEnumerable<string> groups, IEnumerable<string> resources, IEnumerable<string> names, IEnumerable<string> urls, IEnumerable<string> verbs) =>
        new(Sorted(groups.Select(group => group == "core" ? "" : group)), Sorted(resources), Sorted(names), Sorted(urls), Sorted(verbs));

    public static EquatableArray<string> Sorted(IEnumerable<string> values) => values.Distinct().OrderBy(value => value, StringComparer.Ordinal).ToEquatableArray();

    /// <summary>Whether the rule grants a verb on a resource.</summary>
    public bool Grants(string group, string resource, string verb) => Has(Groups, group) && Has(Resources, resource) && Has(Verbs, verb);

    private static bool Has(EquatableArray<string> values, string value) => values.Any(one => one == value || one == "*");
}
