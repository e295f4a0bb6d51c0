using System.Text.Json.Nodes;
using Operon.ApiServer.Authentication;
using Operon.ApiServer.Authorization;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Tokens;

namespace Operon.ApiServer.Http;

/// <summary>Questions that are asked by creating an object which is never stored: who am I, may I, is this token good.</summary>
internal sealed class ReviewEndpoints(RbacAuthorizer authorizer, RequestAuthenticator authenticator, ServiceAccountTokens tokens, TimeProvider time)
{
    public async Task<bool> TryHandleAsync(RequestContext context, ServedResource resource)
    {
        if (resource.Group is not ("authentication.k8s.io" or "authorization.k8s.io"))
        {
            return false;
        }

        if (context.Info.Verb != "create")
        {
            throw Refusal.MethodNotAllowed();
        }

        var duplicates = new List<string>();
        var review = await RequestBody.ReadObjectAsync(context.Http, duplicates).ConfigureAwait(false) ?? throw Refusal.BadRequest($"the request body is empty; send a {resource.Kind} object");
        ObjectDecoder.Decode(resource, review, WriteOptions.Read(context), duplicates);
        var format = ResponseFormat.Negotiate(context.Http.Request);
        if (format.Shape != ResponseShape.Object)
        {
            throw Refusal.NotAcceptable(ResponseFormat.Accepted);
        }

        var spec = review.Ensure("spec");
        review["status"] = resource.Kind switch
        {
            "SelfSubjectReview" => new JsonObject { ["userInfo"] = context.User.ToJson() },
            "SelfSubjectAccessReview" => Access(spec, context.User, ""),
            "SubjectAccessReview" => Access(spec, Subject(spec), ""),
            "LocalSubjectAccessReview" => Access(spec, Subject(spec), context.Info.Namespace),
            "SelfSubjectRulesReview" => Rules(context.User, spec.Text("namespace")),
            "TokenReview" => Token(spec),
            _ => throw Refusal.NoSuchPath(),
        };
        review.Metadata()["creationTimestamp"] = resource.Kind == "SelfSubjectReview" ? time.GetUtcNow().Rfc3339() : null;
        await Responses.WriteAsync(context, 201, review, format.Yaml).ConfigureAwait(false);
        return true;
    }

    private static UserInfo Subject(JsonObject spec) => new(spec.Text("user"), spec.Text("uid"), [.. spec.Texts("groups")]);

    private JsonObject Access(JsonObject spec, UserInfo user, string ns)
    {
        var resource = spec.Object("resourceAttributes");
        var path = spec.Object("nonResourceAttributes");
        if (resource is null == path is null)
        {
            throw Refusal.BadRequest("spec.resourceAttributes: Invalid value: exactly one of spec.resourceAttributes and spec.nonResourceAttributes must be specified");
        }

        if (ns.Length > 0 && resource.Text("namespace") != ns)
        {
            throw Refusal.BadRequest($"spec.resourceAttributes.namespace must be \"{ns}\", the namespace of the request");
        }

        var access = resource is not null
            ? new AccessAttributes(user, resource.Text("verb"))
            {
                Group = resource.Text("group"),
                Version = resource.Text("version"),
                Resource = resource.Text("resource"),
                Subresource = resource.Text("subresource"),
                Namespace = resource.Text("namespace"),
                Name = resource.Text("name"),
            }
            : new AccessAttributes(user, path.Text("verb")) { IsResource = false, Path = path.Text("path") };
        var allowed = authorizer.IsAllowed(access);
        var status = new JsonObject { ["allowed"] = allowed };
        if (allowed)
        {
            status["reason"] = user.IsMaster ? "" : "RBAC: allowed";
        }

        return status;
    }

    private JsonObject Rules(UserInfo user, string ns)
    {
        var resources = new JsonArray();
        var paths = new JsonArray();
        if (user.IsMaster)
        {
            resources.Add((JsonNode)new JsonObject { ["verbs"] = new JsonArray("*"), ["apiGroups"] = new JsonArray("*"), ["resources"] = new JsonArray("*") });
            paths.Add((JsonNode)new JsonObject { ["verbs"] = new JsonArray("*"), ["nonResourceURLs"] = new JsonArray("*") });
        }

        foreach (var rule in authorizer.RulesFor(user, ns))
        {
            (rule.Paths.Count > 0 ? paths : resources).Add((JsonNode)rule.Json.DeepClone());
        }

        return new JsonObject { ["resourceRules"] = resources, ["nonResourceRules"] = paths, ["incomplete"] = false };
    }

    private JsonObject Token(JsonObject spec)
    {
        var audiences = spec.Texts("audiences").ToList();
        if (tokens.Authenticate(spec.Text("token"), audiences) is { } account)
        {
            return new JsonObject { ["authenticated"] = true, ["user"] = account.User.ToJson(), ["audiences"] = JsonTree.Strings(account.Audiences) };
        }

        return authenticator.FromToken(spec.Text("token")) is { } user
            ? new JsonObject { ["authenticated"] = true, ["user"] = user.ToJson() }
            : new JsonObject { ["authenticated"] = false, ["user"] = new JsonObject(), ["error"] = "the token is not valid: wrong signature, expired, wrong audience, or its account is gone" };
    }
}
