using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>Defaults and rules of the resources a policy or a binding matches.</summary>
internal static class PolicyMatchRules
{
    private static readonly string[] s_lists = ["resourceRules", "excludeResourceRules"];

    public static void Default(JsonObject? match)
    {
        if (match is null)
        {
            return;
        }
        match.SetDefaultText("matchPolicy", "Equivalent");
        match.EnsureMap("namespaceSelector");
        match.EnsureMap("objectSelector");
        foreach (var rule in s_lists.SelectMany(list => match.Maps(list)))
        {
            rule.SetDefaultText("scope", "*");
        }
    }

    public static void Check(JsonObject match, string field, List<FieldError> errors)
    {
        errors.OneOf(match, field, "matchPolicy", "Equivalent", "Exact");
        SelectorValidation.Check(match.Map("namespaceSelector") ?? [], $"{field}.namespaceSelector", errors);
        SelectorValidation.Check(match.Map("objectSelector") ?? [], $"{field}.objectSelector", errors);
        foreach (var list in s_lists)
        {
            WebhookRuleValidation.Check(new JsonObject { ["rules"] = match[list]?.DeepClone() }, $"{field}.{list}", errors);
        }
    }
}
