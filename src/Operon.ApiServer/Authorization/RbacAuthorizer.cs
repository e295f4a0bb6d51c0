using System.Text.Json.Nodes;
using Operon.ApiServer.Authentication;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Authorization;

/// <summary>RBAC over the stored roles and bindings. A committed change counts from the next request on.</summary>
internal sealed class RbacAuthorizer(ObjectStore store)
{
    private RbacIndex? _index;

    public bool IsAllowed(AccessAttributes access) =>
        access.User.IsMaster || Index().RulesFor(access.User, access.Namespace).Any(rule => rule.Allows(access));

    public IEnumerable<PolicyRule> RulesFor(UserInfo user, string @namespace) => Index().RulesFor(user, @namespace);

    public IReadOnlyList<PolicyRule> RulesOf(string @namespace, JsonObject? roleRef) => Index().RulesOf(@namespace, roleRef);

    private RbacIndex Index()
    {
        var state = store.State;
        var index = Volatile.Read(ref _index);
        if (index is null || !index.IsFor(state))
        {
            index = new RbacIndex(state);
            Volatile.Write(ref _index, index);
        }

        return index;
    }
}
