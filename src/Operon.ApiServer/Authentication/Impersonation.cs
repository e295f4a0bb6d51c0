using Microsoft.AspNetCore.Http;
using Operon.ApiServer.Authorization;
using Operon.ApiServer.Http;

namespace Operon.ApiServer.Authentication;

/// <summary>The Impersonate-* headers: acting as somebody else, when RBAC grants the impersonate verb on them.</summary>
internal static class Impersonation
{
    private const string ExtraPrefix = "Impersonate-Extra-";
    private const string ServiceAccountPrefix = "system:serviceaccount:";

    public static UserInfo Apply(HttpContext context, UserInfo user, RbacAuthorizer authorizer)
    {
        var headers = context.Request.Headers;
        var name = headers["Impersonate-User"].ToString();
        var groups = headers["Impersonate-Group"].OfType<string>().ToList();
        var extra = headers.Where(header => header.Key.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(header => Uri.UnescapeDataString(header.Key[ExtraPrefix.Length..]).ToLowerInvariant(), header => (IReadOnlyList<string>)[.. header.Value.OfType<string>()]);
        if (name.Length == 0)
        {
            return groups.Count == 0 && extra.Count == 0
                ? user
                : throw Refusal.Internal("requested groups or extra without impersonating a user: set Impersonate-User");
        }

        var account = name.StartsWith(ServiceAccountPrefix, StringComparison.Ordinal) ? name.Split(':') : [];
        Check(authorizer, account.Length == 4
            ? new AccessAttributes(user, "impersonate") { Resource = "serviceaccounts", Version = "v1", Namespace = account[2], Name = account[3] }
            : new AccessAttributes(user, "impersonate") { Resource = "users", Version = "v1", Name = name });
        foreach (var group in groups)
        {
            Check(authorizer, new AccessAttributes(user, "impersonate") { Resource = "groups", Version = "v1", Name = group });
        }

        foreach (var (key, values) in extra)
        {
            foreach (var value in values)
            {
                Check(authorizer, new AccessAttributes(user, "impersonate") { Group = "authentication.k8s.io", Version = "v1", Resource = "userextras", Subresource = key, Name = value });
            }
        }

        if (account.Length == 4 && groups.Count == 0)
        {
            groups.AddRange(["system:serviceaccounts", "system:serviceaccounts:" + account[2]]);
        }

        var kind = name == UserInfo.Anonymous.Name ? UserInfo.Unauthenticated : UserInfo.Authenticated;
        if (!groups.Contains(kind))
        {
            groups.Add(kind);
        }

        return new UserInfo(name, headers["Impersonate-Uid"].ToString(), groups, extra);
    }

    private static void Check(RbacAuthorizer authorizer, AccessAttributes access)
    {
        if (!authorizer.IsAllowed(access))
        {
            throw Refusal.NotAllowed(access);
        }
    }
}
