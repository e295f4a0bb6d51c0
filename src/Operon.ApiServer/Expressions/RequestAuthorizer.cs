using Operon.ApiServer.Authentication;
using Operon.ApiServer.Authorization;
using Operon.Cel;

namespace Operon.ApiServer.Expressions;

/// <summary>Answers expressions for the user of the request, or for a service account they name.</summary>
internal sealed class RequestAuthorizer(RbacAuthorizer authorizer, UserInfo user) : ICelAuthorizer
{
    public CelDecision Authorize(CelAccess access)
    {
        var who = access.ServiceAccount is var (ns, name) ? ServiceAccount(ns, name) : user;
        return new CelDecision(authorizer.IsAllowed(access.Path is { } path
            ? new AccessAttributes(who, access.Verb) { IsResource = false, Path = path }
            : new AccessAttributes(who, access.Verb)
            {
                Group = access.Group,
                Version = "*",
                Resource = access.Resource,
                Subresource = access.Subresource,
                Namespace = access.Namespace,
                Name = access.Name,
            }));
    }

    private static UserInfo ServiceAccount(string ns, string name) =>
        new($"system:serviceaccount:{ns}:{name}", "", ["system:serviceaccounts", $"system:serviceaccounts:{ns}", UserInfo.Authenticated]);
}
