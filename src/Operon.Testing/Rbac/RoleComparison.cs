namespace Operon.Testing;

internal static class RoleComparison
{
    public static RbacReport Compare(string user, RoleSet roles, IEnumerable<TestRequest> requests)
    {
        NeededRight[] needed = [.. requests.SelectMany(NeededRight.Of)];
        return new RbacReport(user, Missing(roles, needed), Unused(roles, needed));
    }

    private static MissingRight[] Missing(RoleSet roles, NeededRight[] needed) =>
        [.. needed.Where(right => !roles.Grants.Any(right.IsGrantedBy))
            .GroupBy(right => (right.Group, right.ResourceName, right.Verb, right.Namespace))
            .OrderBy(group => group.Key)
            .Select(group => new MissingRight(
                group.Key.Group, group.Key.ResourceName, group.Key.Verb, group.Key.Namespace.Length == 0 ? null : group.Key.Namespace, group.Count(), group.First().Request))];

    // Each verb on each resource of a rule is a right of its own; a wildcard is one right.
    private static UsedRule[] Unused(RoleSet roles, NeededRight[] needed) =>
        [.. Granted(roles)
            .Where(right => !needed.Any(one => one.IsIn(right.Grant) && one.IsGrantedBy(right.Rule)))
            .GroupBy(right => (right.Group, right.Resource))
            .OrderBy(group => group.Key)
            .Select(group => new UsedRule(group.Key.Group, group.Key.Resource, [.. group.Select(right => right.Verb).Distinct().Order(StringComparer.Ordinal)]))];

    private static IEnumerable<GrantedRight> Granted(RoleSet roles) =>
        from grant in roles.Grants
        from rule in grant.Rules
        from right in GrantedRight.Of(grant, rule)
        select right;
}
