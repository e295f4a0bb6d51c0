using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>The <c>rules</c> of a webhook: something in every list, and no wildcard next to what it covers.</summary>
internal static class WebhookRuleValidation
{
    private const string Any = "*";
    private static readonly string[] s_operations = [Any, "CONNECT", "CREATE", "DELETE", "UPDATE"];

    public static void Check(JsonObject webhook, string field, List<FieldError> errors)
    {
        var index = 0;
        foreach (var rule in webhook.Maps("rules"))
        {
            var path = $"{field}[{index++}]";
            CheckOperations(rule, $"{path}.operations", errors);
            CheckList(rule, path, "apiGroups", "API groups", errors);
            CheckList(rule, path, "apiVersions", "API versions", errors);
            CheckEmpty(rule, $"{path}.apiVersions", "apiVersions", errors);
            CheckResources(rule, $"{path}.resources", errors);
            errors.OneOf(rule, path, "scope", Any, "Cluster", "Namespaced");
        }
    }

    private static void CheckOperations(JsonObject rule, string field, List<FieldError> errors)
    {
        var operations = rule.Texts("operations").ToList();
        if (operations.Count == 0)
        {
            errors.Required(field);
        }
        if (operations.Count > 1 && operations.Contains(Any))
        {
            errors.Invalid(field, rule["operations"], "if '*' is present, must not specify other operations");
        }
        for (var i = 0; i < operations.Count; i++)
        {
            if (!s_operations.Contains(operations[i]))
            {
                errors.Add(FieldError.NotSupported($"{field}[{i}]", $"\"{operations[i]}\"", s_operations));
            }
        }
    }

    private static void CheckList(JsonObject rule, string path, string name, string what, List<FieldError> errors)
    {
        var values = rule.Texts(name).ToList();
        if (values.Count == 0)
        {
            errors.Required($"{path}.{name}");
        }
        if (values.Count > 1 && values.Contains(Any))
        {
            errors.Invalid($"{path}.{name}", rule[name], $"if '*' is present, must not specify other {what}");
        }
    }

    private static void CheckEmpty(JsonObject rule, string field, string name, List<FieldError> errors)
    {
        var index = 0;
        foreach (var value in rule.Texts(name))
        {
            if (value.Length == 0)
            {
                errors.Required($"{field}[{index}]");
            }
            index++;
        }
    }

    private static void CheckResources(JsonObject rule, string field, List<FieldError> errors)
    {
        var resources = rule.Texts("resources").ToList();
        if (resources.Count == 0)
        {
            errors.Required(field);
        }
        CheckEmpty(rule, field, "resources", errors);
        HashSet<string> wildcards = new(StringComparer.Ordinal);
        for (var i = 0; i < resources.Count; i++)
        {
            if (resources[i].Split('/', 2) is not [var resource, var subresource])
            {
                continue;
            }
            if (wildcards.Where(pattern => pattern == $"{resource}/*" || pattern == $"*/{subresource}").FirstOrDefault() is { } covering)
            {
                errors.Invalid($"{field}[{i}]", resources[i], $"if '{covering}' is present, must not specify {resources[i]}");
            }
            if (resource == Any || subresource == Any)
            {
                wildcards.Add(resources[i]);
            }
        }
        if (resources.Count > 1 && resources.Contains("*/*"))
        {
            errors.Invalid(field, rule["resources"], "if '*/*' is present, must not specify other resources");
        }
        if (resources.Contains(Any) && resources.Any(resource => resource != Any && !resource.Contains('/', StringComparison.Ordinal)))
        {
            errors.Invalid(field, rule["resources"], "if '*' is present, must not specify other resources without subresources");
        }
    }
}
