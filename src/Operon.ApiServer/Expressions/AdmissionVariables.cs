using System.Text.Json.Nodes;
using Operon.ApiServer.Authentication;
using Operon.ApiServer.Authorization;
using Operon.ApiServer.Resources;
using Operon.Cel;

namespace Operon.ApiServer.Expressions;

/// <summary>The variables of one write, from the <c>request</c> an AdmissionReview of it would have.</summary>
internal static class AdmissionVariables
{
    public static Dictionary<string, CelValue> Of(JsonObject review, JsonObject? @namespace, RbacAuthorizer authorizer)
    {
        var user = review.Object("userInfo");
        var asker = new RequestAuthorizer(authorizer, new UserInfo(user.Text("username"), user.Text("uid"), [.. user.Texts("groups")]));
        var resource = review.Object("requestResource") ?? review.Object("resource");
        return new Dictionary<string, CelValue>(StringComparer.Ordinal)
        {
            ["object"] = CelJson.ToValue(review["object"], CelType.Dyn),
            ["oldObject"] = CelJson.ToValue(review["oldObject"], CelType.Dyn),
            ["request"] = CelJson.ToValue(review, AdmissionEnvironment.Request),
            ["namespaceObject"] = CelJson.ToValue(@namespace, AdmissionEnvironment.Namespace),
            ["authorizer"] = CelValue.Authorizer(asker),
            ["authorizer.requestResource"] = CelValue.ResourceCheck(asker, new CelAccess
            {
                Group = resource.Text("group"),
                Resource = resource.Text("resource"),
                Subresource = review.Text("subResource"),
                Namespace = review.Text("namespace"),
                Name = review.Text("name"),
            }),
        };
    }
}
