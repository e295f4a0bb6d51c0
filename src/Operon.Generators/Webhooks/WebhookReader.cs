using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Reads the classes with <c>[Webhook]</c>. What does not hold together is left out; the analyzer tells.</summary>
internal static class WebhookReader
{
    private static readonly string[] _scopes = ["*", "Cluster", "Namespaced"];

    public static IEnumerable<WebhookModel> Of(INamedTypeSymbol type, Compilation compilation)
    {
        if (type.IsAbstract || type.IsGenericType || !type.IsVisibleInAssembly())
        {
            yield break;
        }

        foreach (var attribute in type.GetAttributes().Where(one => one.AttributeClass.Is(WebhookTypes.Webhook) && !one.IsTrue("AddedByHand")))
        {
            foreach (var role in WebhookRole.Of(type, attribute))
            {
                if (Of(type, attribute, role, compilation) is { } webhook)
                {
                    yield return webhook;
                }
            }
        }
    }

    private static WebhookModel? Of(INamedTypeSymbol type, AttributeData attribute, WebhookRole role, Compilation compilation)
    {
        var kind = role.Object is null ? null : KindReader.Of(role.Object, compilation);
        if (WebhookTarget.Of(attribute, role, kind) is not { } target)
        {
            return null;
        }

        var operations = WebhookSettings.Operations(WebhookSettings.OperationsOf(type, attribute, role));
        if (operations.Count == 0)
        {
            return null;
        }

        var name = attribute.NamedText("Name") ?? target.Name;
        var rule = new JsonObject
        {
            { "apiGroups", new JsonArray(target.Groups) },
            { "apiVersions", new JsonArray(target.Versions) },
            { "operations", new JsonArray(operations) },
            { "resources", new JsonArray(target.Resources) },
        };
        if (WebhookSettings.Number(attribute, "Scope") is > 0 and var scope && scope < _scopes.Length)
        {
            rule["scope"] = _scopes[scope];
        }

        var entry = new JsonObject
        {
            { "name", name },
            { "admissionReviewVersions", new JsonArray(Or(attribute.Texts("AdmissionReviewVersions"), "v1")) },
            { "clientConfig", ClientConfig(attribute, target.Path) },
            { "failurePolicy", WebhookSettings.Number(attribute, "FailurePolicy") == 1 ? "Ignore" : "Fail" },
            { "rules", new JsonArray([rule]) },
            { "sideEffects", WebhookSettings.Number(attribute, "SideEffects") == 1 ? "NoneOnDryRun" : "None" },
        };
        AddOptional(entry, type, attribute, role);
        return new WebhookModel(type.GlobalName(), role.IsMutating, name, Registration(type, role, kind, target), entry.ToJson());
    }

    private static void AddOptional(JsonObject entry, INamedTypeSymbol type, AttributeData attribute, WebhookRole role)
    {
        if (WebhookSettings.Number(attribute, "MatchPolicy") == 1)
        {
            entry["matchPolicy"] = "Exact";
        }

        if (role.IsMutating && WebhookSettings.Number(attribute, "ReinvocationPolicy") == 1)
        {
            entry["reinvocationPolicy"] = "IfNeeded";
        }

        if (WebhookSettings.Number(attribute, "TimeoutSeconds") is >= 1 and <= 30 and var seconds)
        {
            entry["timeoutSeconds"] = seconds;
        }

        foreach (var selector in (string[])["NamespaceSelector", "ObjectSelector"])
        {
            if (attribute.NamedText(selector) is { } text && LabelSelectorText.Parse(text, out _) is { } parsed)
            {
                entry[char.ToLowerInvariant(selector[0]) + selector.Substring(1)] = parsed;
            }
        }

        var conditions = MatchConditions.Of(type, role.IsMutating).ToArray();
        if (conditions.Length > 0)
        {
            entry["matchConditions"] = new JsonArray(conditions);
        }
    }

    private static JsonObject ClientConfig(AttributeData attribute, string path)
    {
        if (attribute.NamedText("Url") is { } url)
        {
            return new JsonObject { { "url", url } };
        }

        var service = new JsonObject
        {
            { "name", attribute.NamedText("ServiceName") ?? "webhook-service" },
            { "namespace", attribute.NamedText("ServiceNamespace") ?? "system" },
            { "path", path },
        };
        if (WebhookSettings.Number(attribute, "ServicePort") is > 0 and var port)
        {
            service["port"] = port;
        }

        return new JsonObject { { "service", service } };
    }

    private static string Registration(INamedTypeSymbol type, WebhookRole role, KindModel? kind, WebhookTarget target)
    {
        var path = target.IsDefaultPath ? "" : CSharpLiteral.Of(target.Path);
        return kind is null
            ? $"AddAdmissionHandler<{type.GlobalName()}>(builder, {CSharpLiteral.Of(target.Path)})"
            : $"{(role.IsMutating ? "AddDefaulter" : "AddValidator")}<{kind.Type}, {type.GlobalName()}>(builder, {kind.Expression}{(path.Length > 0 ? $", {path}" : "")})";
    }

    private static IEnumerable<string> Or(IEnumerable<string> said, string otherwise) => said.DefaultIfEmpty(otherwise);
}
