using System.Text.Json.Nodes;
using Operon.ApiServer.Authentication;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Tokens;

/// <summary>Issues service account tokens and accepts them for as long as the account and what they are bound to live.</summary>
internal sealed class ServiceAccountTokens(TokenKey key, ObjectStore store, TimeProvider time)
{
    public const string Issuer = "https://kubernetes.default.svc.cluster.local";

    public static readonly string[] DefaultAudiences = [Issuer];

    public (string Token, DateTimeOffset Expires) Issue(JsonObject account, IReadOnlyCollection<string> audiences, TimeSpan lifetime, JsonObject? boundObject)
    {
        var now = time.GetUtcNow();
        var expires = now + lifetime;
        var kubernetes = new JsonObject
        {
            ["namespace"] = account.Namespace(),
            ["serviceaccount"] = new JsonObject { ["name"] = account.Name(), ["uid"] = account.Uid() },
        };
        if (boundObject is not null)
        {
            kubernetes[boundObject.Text("kind").ToLowerInvariant()] = new JsonObject { ["name"] = boundObject.Name(), ["uid"] = boundObject.Uid() };
            if (boundObject.Object("spec").Text("nodeName") is { Length: > 0 } nodeName && boundObject.Text("kind") == "Pod"
                && store.Find(StorageNames.Nodes, "", nodeName)?.Decode() is { } node)
            {
                kubernetes["node"] = new JsonObject { ["name"] = nodeName, ["uid"] = node.Uid() };
            }
        }

        var claims = new JsonObject
        {
            ["aud"] = JsonTree.Strings(audiences.Count > 0 ? audiences : DefaultAudiences),
            ["exp"] = expires.ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["iss"] = Issuer,
            ["jti"] = Guid.NewGuid().ToString(),
            ["kubernetes.io"] = kubernetes,
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["sub"] = $"system:serviceaccount:{account.Namespace()}:{account.Name()}",
        };
        return (key.Sign(claims), expires);
    }

    /// <summary>Who a token stands for and which of the asked-for audiences it covers; null when it is not valid.</summary>
    public (UserInfo User, IReadOnlyList<string> Audiences)? Authenticate(string token, IReadOnlyCollection<string>? audiences)
    {
        if (key.Verify(token) is not { } claims || claims.Text("iss") != Issuer)
        {
            return null;
        }

        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (claims["exp"].Integer() is not { } end || end <= now || claims["nbf"].Integer() > now + 60)
        {
            return null;
        }

        var wanted = audiences is { Count: > 0 } ? audiences : DefaultAudiences;
        var matching = claims.Texts("aud").Intersect(wanted).ToList();
        if (matching.Count == 0 || claims.Object("kubernetes.io") is not { } bound)
        {
            return null;
        }

        var ns = bound.Text("namespace");
        var account = bound.Object("serviceaccount");
        if (!Lives(StorageNames.ServiceAccounts, ns, account)
            || (bound.Object("pod") is { } pod && !Lives(StorageNames.Pods, ns, pod))
            || (bound.Object("secret") is { } secret && !Lives(StorageNames.Secrets, ns, secret)))
        {
            return null;
        }

        return (User(ns, account!, bound, claims.Text("jti")), matching);
    }

    private static UserInfo User(string ns, JsonObject account, JsonObject bound, string id)
    {
        var extra = new Dictionary<string, IReadOnlyList<string>> { ["authentication.kubernetes.io/credential-id"] = ["JTI=" + id] };
        foreach (var kind in (ReadOnlySpan<string>)["pod", "node"])
        {
            if (bound.Object(kind) is { } obj)
            {
                extra[$"authentication.kubernetes.io/{kind}-name"] = [obj.Text("name")];
                extra[$"authentication.kubernetes.io/{kind}-uid"] = [obj.Text("uid")];
            }
        }

        return new UserInfo(
            $"system:serviceaccount:{ns}:{account.Text("name")}",
            account.Text("uid"),
            ["system:serviceaccounts", "system:serviceaccounts:" + ns, UserInfo.Authenticated],
            extra);
    }

    private bool Lives(string resource, string ns, JsonObject? reference) =>
        reference is not null && store.Find(resource, ns, reference.Text("name"))?.Decode().Uid() == reference.Text("uid");
}
