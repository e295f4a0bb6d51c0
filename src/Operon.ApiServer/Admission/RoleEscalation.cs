using System.Text.Json.Nodes;
using Operon.ApiServer.Authentication;
using Operon.ApiServer.Authorization;
using Operon.ApiServer.Http;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.Admission;

/// <summary>Nobody hands out rights they do not have: roles need the escalate verb, bindings the bind verb, or all the rights concerned.</summary>
internal sealed class RoleEscalation(RbacAuthorizer authorizer) : AdmissionPlugin
{
    private const string Group = "rbac.authorization.k8s.io";

    public override Task ValidateAsync(AdmissionRequest request)
    {
        if (request.Operation == AdmissionOperation.Delete || request.Resource.Group != Group || request.Context.User.IsMaster)
        {
            return Task.CompletedTask;
        }

        switch (request.Resource.Kind)
        {
            case "Role" or "ClusterRole" when !JsonNode.DeepEquals(request.Object["rules"], request.Old?["rules"]):
                Check(request, "escalate", request.Resource.Plural, request.Name, PolicyRule.Read(request.Object));
                break;
            case "RoleBinding" or "ClusterRoleBinding" when !SameGrant(request):
                var role = request.Object.Object("roleRef");
                var plural = role.Text("kind") == "ClusterRole" ? "clusterroles" : "roles";
                Check(request, "bind", plural, role.Text("name"), authorizer.RulesOf(request.Namespace, role));
                break;
        }

        return Task.CompletedTask;
    }

    private static bool SameGrant(AdmissionRequest request) =>
        request.Old is not null && JsonNode.DeepEquals(request.Object["subjects"], request.Old["subjects"]) && JsonNode.DeepEquals(request.Object["roleRef"], request.Old["roleRef"]);

    private void Check(AdmissionRequest request, string verb, string plural, string name, IReadOnlyList<PolicyRule> rules)
    {
        var user = request.Context.User;
        if (authorizer.IsAllowed(new AccessAttributes(user, verb) { Group = Group, Version = "v1", Resource = plural, Namespace = request.Namespace, Name = name }))
        {
            return;
        }

        var missing = rules.SelectMany(rule => Requests(user, request.Namespace, rule)).Where(access => !authorizer.IsAllowed(access)).Select(Describe).Distinct().ToList();
        if (missing.Count > 0)
        {
            throw Refusal.Forbidden(
                request.Resource, request.Name,
                $"user \"{user.Name}\" (groups=[{string.Join(' ', user.Groups.Select(group => $"\"{group}\""))}]) is attempting to grant RBAC permissions not currently held:\n{string.Join('\n', missing)}");
        }
    }

    private static IEnumerable<AccessAttributes> Requests(UserInfo user, string ns, PolicyRule rule)
    {
        foreach (var verb in rule.Verbs)
        {
            foreach (var path in rule.Paths)
            {
                yield return new AccessAttributes(user, verb) { IsResource = false, Path = path };
            }

            foreach (var (group, resource) in rule.Groups.SelectMany(group => rule.Resources.Select(resource => (group, resource))))
            {
                var slash = resource.IndexOf('/', StringComparison.Ordinal);
                foreach (var name in rule.Names.DefaultIfEmpty(""))
                {
                    yield return new AccessAttributes(user, verb)
                    {
                        Group = group,
                        Resource = slash < 0 ? resource : resource[..slash],
                        Subresource = slash < 0 ? "" : resource[(slash + 1)..],
                        Namespace = ns,
                        Name = name,
                    };
                }
            }
        }
    }

    private static string Describe(AccessAttributes access)
    {
        if (!access.IsResource)
        {
            return $"{{NonResourceURLs:[\"{access.Path}\"], Verbs:[\"{access.Verb}\"]}}";
        }

        var resource = access.Subresource.Length == 0 ? access.Resource : $"{access.Resource}/{access.Subresource}";
        var names = access.Name.Length == 0 ? "" : $"ResourceNames:[\"{access.Name}\"], ";
        return $"{{APIGroups:[\"{access.Group}\"], Resources:[\"{resource}\"], {names}Verbs:[\"{access.Verb}\"]}}";
    }
}
