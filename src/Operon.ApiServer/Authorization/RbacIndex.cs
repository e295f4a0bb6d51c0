using System.Text.Json.Nodes;
using Operon.ApiServer.Authentication;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Selectors;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Authorization;

/// <summary>All roles and bindings of one moment, by subject.</summary>
internal sealed class RbacIndex
{
    private readonly Dictionary<string, IReadOnlyList<PolicyRule>> _roles = [];
    private readonly Dictionary<string, IReadOnlyList<PolicyRule>> _clusterRoles = [];

    // Subject ("u:name", "g:name") -> namespace of the binding ("" for the cluster) and the rules it grants.
    private readonly Dictionary<string, List<(string Namespace, IReadOnlyList<PolicyRule> Rules)>> _grants = [];
    private readonly object[] _sources;

    public RbacIndex(StoreState state)
    {
        _sources = Sources(state);
        foreach (var role in state.Objects(StorageNames.Roles))
        {
            _roles[role.Key] = PolicyRule.Read(role.Decode());
        }

        ReadClusterRoles([.. state.Objects(StorageNames.ClusterRoles).Select(role => role.Decode())]);
        foreach (var binding in state.Objects(StorageNames.ClusterRoleBindings))
        {
            Add("", binding.Decode());
        }

        foreach (var binding in state.Objects(StorageNames.RoleBindings))
        {
            Add(binding.Namespace, binding.Decode());
        }
    }

    public bool IsFor(StoreState state) => _sources.AsSpan().SequenceEqual(Sources(state));

    /// <summary>The rules somebody has in a namespace, or at the cluster scope when it is empty.</summary>
    public IEnumerable<PolicyRule> RulesFor(UserInfo user, string @namespace)
    {
        foreach (var rule in Granted("u:" + user.Name, @namespace))
        {
            yield return rule;
        }

        foreach (var group in user.Groups)
        {
            foreach (var rule in Granted("g:" + group, @namespace))
            {
                yield return rule;
            }
        }
    }

    public IReadOnlyList<PolicyRule> RulesOf(string @namespace, JsonObject? roleRef)
    {
        var name = roleRef.Text("name");
        return roleRef.Text("kind") == "ClusterRole"
            ? _clusterRoles.GetValueOrDefault(name, [])
            : _roles.GetValueOrDefault(StoredObject.KeyOf(@namespace, name), []);
    }

    private static object[] Sources(StoreState state) =>
    [
        state.Objects(StorageNames.Roles), state.Objects(StorageNames.ClusterRoles), state.Objects(StorageNames.RoleBindings), state.Objects(StorageNames.ClusterRoleBindings),
    ];

    private IEnumerable<PolicyRule> Granted(string subject, string @namespace)
    {
        if (!_grants.TryGetValue(subject, out var grants))
        {
            yield break;
        }

        foreach (var (ns, rules) in grants)
        {
            if (ns.Length == 0 || ns == @namespace)
            {
                foreach (var rule in rules)
                {
                    yield return rule;
                }
            }
        }
    }

    private void ReadClusterRoles(List<JsonObject> roles)
    {
        foreach (var role in roles.Where(role => role.Object("aggregationRule") is null))
        {
            _clusterRoles[role.Name()] = PolicyRule.Read(role);
        }

        // Aggregated roles may select other aggregated roles; the depth of real nesting (admin <- edit <- view) is two.
        for (var round = 0; round < 3; round++)
        {
            foreach (var role in roles.Where(role => role.Object("aggregationRule") is not null))
            {
                var selectors = role.Object("aggregationRule").Objects("clusterRoleSelectors").Select(LabelSelector.FromLabelSelectorObject).ToList();
                _clusterRoles[role.Name()] =
                [
                    .. roles.Where(part => part.Name() != role.Name() && selectors.Any(selector => selector.Matches(part.Object("metadata").Object("labels"))))
                        .SelectMany(part => _clusterRoles.GetValueOrDefault(part.Name(), [])).Distinct(),
                ];
            }
        }
    }

    private void Add(string @namespace, JsonObject binding)
    {
        var rules = RulesOf(@namespace, binding.Object("roleRef"));
        foreach (var subject in binding.Objects("subjects"))
        {
            var name = subject.Text("name");
            var key = subject.Text("kind") switch
            {
                "Group" => "g:" + name,
                "ServiceAccount" => $"u:system:serviceaccount:{(subject.Text("namespace") is { Length: > 0 } ns ? ns : @namespace)}:{name}",
                _ => "u:" + name,
            };
            if (!_grants.TryGetValue(key, out var list))
            {
                _grants[key] = list = [];
            }

            list.Add((@namespace, rules));
        }
    }
}
