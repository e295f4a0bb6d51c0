using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Expressions;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration and MutatingWebhookConfiguration.</summary>
internal sealed class WebhookConfigurationStrategy(bool mutating) : ResourceStrategy
{
    public override bool AllowsUnconditionalUpdate => false;

    public override bool HasGeneration => true;

    public override void Default(JsonObject resource)
    {
        foreach (var webhook in resource.Maps("webhooks"))
        {
            webhook.SetDefaultText("failurePolicy", "Fail");
            webhook.SetDefaultText("matchPolicy", "Equivalent");
            webhook.EnsureMap("namespaceSelector");
            webhook.EnsureMap("objectSelector");
            webhook.SetDefault("timeoutSeconds", 10);
            if (mutating)
            {
                webhook.SetDefaultText("reinvocationPolicy", "Never");
            }
            webhook.Map("clientConfig").Map("service")?.SetDefault("port", 443);
            foreach (var rule in webhook.Maps("rules"))
            {
                rule.SetDefaultText("scope", "*");
            }
        }
    }

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        var index = 0;
        foreach (var webhook in resource.Maps("webhooks"))
        {
            var field = $"webhooks[{index++}]";
            CheckWebhook(webhook, field, errors);
            if (webhook.Text("name") is { Length: > 0 } name && !names.Add(name))
            {
                errors.Duplicate($"{field}.name", name);
            }
        }
    }

    private void CheckWebhook(JsonObject webhook, string field, List<FieldError> errors)
    {
        errors.Name($"{field}.name", webhook["name"], NameRule.Subdomain);
        if (webhook.Text("name") is { Length: > 0 } name && name.Split('.').Length < 3)
        {
            errors.Invalid($"{field}.name", name, "should be a domain with at least three segments separated by dots");
        }
        errors.OneOf(webhook, field, "failurePolicy", "Fail", "Ignore");
        errors.OneOf(webhook, field, "matchPolicy", "Equivalent", "Exact");
        errors.OneOf(webhook, field, "sideEffects", "None", "NoneOnDryRun");
        if (!webhook.Has("sideEffects"))
        {
            errors.Required($"{field}.sideEffects", "must specify one of None, NoneOnDryRun");
        }
        if (webhook.Number("timeoutSeconds") is < 1 or > 30)
        {
            errors.Invalid($"{field}.timeoutSeconds", webhook["timeoutSeconds"], "the timeout value must be between 1 and 30 seconds");
        }
        if (mutating)
        {
            errors.OneOf(webhook, field, "reinvocationPolicy", "IfNeeded", "Never");
        }
        SelectorValidation.Check(webhook.Map("namespaceSelector") ?? [], $"{field}.namespaceSelector", errors);
        SelectorValidation.Check(webhook.Map("objectSelector") ?? [], $"{field}.objectSelector", errors);
        CheckReviewVersions(webhook, $"{field}.admissionReviewVersions", errors);
        WebhookClientConfigValidation.Check(webhook.Map("clientConfig"), $"{field}.clientConfig", errors);
        WebhookRuleValidation.Check(webhook, $"{field}.rules", errors);
        MatchConditions.Check(webhook["matchConditions"] as JsonArray, $"{field}.matchConditions", AdmissionEnvironment.ForConditions, errors);
    }

    private static void CheckReviewVersions(JsonObject webhook, string field, List<FieldError> errors)
    {
        var versions = webhook.Texts("admissionReviewVersions").ToList();
        if (versions.Count == 0)
        {
            errors.Required(field, "must specify one of v1, v1beta1");
            return;
        }
        for (var i = 0; i < versions.Count; i++)
        {
            if (versions.IndexOf(versions[i]) < i)
            {
                errors.Duplicate($"{field}[{i}]", versions[i]);
            }
            else if (NameRule.ServiceLabel.Error(versions[i]) is { } problem)
            {
                errors.Invalid($"{field}[{i}]", versions[i], problem);
            }
        }
        if (!versions.Contains("v1") && !versions.Contains("v1beta1"))
        {
            errors.Invalid(field, webhook["admissionReviewVersions"], "must include at least one of v1, v1beta1");
        }
    }
}
