using k8s.Models;

namespace Operon.Testing;

/// <summary>One verb on one resource, out of a rule that may grant many.</summary>
internal sealed record GrantedRight(RoleGrant Grant, string Group, string Resource, string Verb, V1PolicyRule Rule)
{
    public static IEnumerable<GrantedRight> Of(RoleGrant grant, V1PolicyRule rule)
    {
        foreach (var verb in rule.Verbs)
        {
            foreach (var url in rule.NonResourceURLs ?? [])
            {
                yield return new GrantedRight(grant, "", url, verb, new V1PolicyRule { Verbs = [verb], NonResourceURLs = [url] });
            }

            foreach (var group in rule.ApiGroups ?? [])
            {
                foreach (var resource in rule.Resources ?? [])
                {
                    yield return new GrantedRight(
                        grant, group, resource, verb, new V1PolicyRule { Verbs = [verb], ApiGroups = [group], Resources = [resource], ResourceNames = rule.ResourceNames });
                }
            }
        }
    }
}
