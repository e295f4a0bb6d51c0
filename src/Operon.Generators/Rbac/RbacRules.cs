namespace Operon.Generators;

/// <summary>Merges rules the way controller-gen does, so that a role looks the same whichever tool made it.</summary>
internal static class RbacRules
{
    private const char Separator = '\u0001';

    public static IReadOnlyList<RbacRule> Merge(IEnumerable<RbacRule> rules)
    {
        // One resource each, so that rules which overlap in some resources still meet.
        var merged = rules.SelectMany(rule => rule.Resources.Count < 2 ? [rule] : rule.Resources.Select(resource => rule with { Resources = Only(resource) }));
        merged = Union(merged, rule => Key(rule.Groups, rule.Resources, rule.ResourceNames, rule.Urls), (rule, all) => rule with { Verbs = RbacRule.Sorted(all.SelectMany(one => one.Verbs)) });
        merged = Union(merged, rule => Key(rule.Groups, rule.ResourceNames, rule.Urls, rule.Verbs), (rule, all) => rule with { Resources = RbacRule.Sorted(all.SelectMany(one => one.Resources)) });
        merged = Union(merged, rule => Key(rule.Resources, rule.ResourceNames, rule.Urls, rule.Verbs), (rule, all) => rule with { Groups = RbacRule.Sorted(all.SelectMany(one => one.Groups)) });
        merged = Union(merged, rule => Key(rule.Groups, rule.Resources, rule.ResourceNames, rule.Verbs), (rule, all) => rule with { Urls = RbacRule.Sorted(all.SelectMany(one => one.Urls)) });
        return [.. merged
            .Select(rule => rule.Verbs.Contains("*") ? rule with { Verbs = Only("*") } : rule)
            .OrderBy(SortKey, StringComparer.Ordinal)];
    }

    private static List<RbacRule> Union(IEnumerable<RbacRule> rules, Func<RbacRule, string> key, Func<RbacRule, IEnumerable<RbacRule>, RbacRule> merge) =>
        [.. rules.GroupBy(key).Select(group => merge(group.First(), group))];

    private static string Key(params EquatableArray<string>[] parts) => string.Join("\u0002", parts.Select(part => string.Join(Separator.ToString(), part)));

    private static string SortKey(RbacRule rule) =>
        $"{string.Join("&", rule.Groups)} + {string.Join("&", rule.Resources)} + {string.Join("&", rule.ResourceNames)} + {string.Join("&", rule.Urls)}";

    private static EquatableArray<string> Only(string value) => new([value]);
}
