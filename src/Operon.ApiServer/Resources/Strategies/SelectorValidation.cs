using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Selectors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>A controller's selector: present, not empty, well formed, and matching the labels of its own template.</summary>
internal static class SelectorValidation
{
    public static void CheckWithTemplate(JsonObject spec, string kind, List<FieldError> errors)
    {
        var selector = spec.Map("selector");
        if (selector is null)
        {
            errors.Required("spec.selector");
            return;
        }
        if (!selector.Any(member => member.Value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 }))
        {
            errors.Invalid("spec.selector", selector, $"empty selector is invalid for {kind}");
            return;
        }
        if (!Check(selector, "spec.selector", errors))
        {
            return;
        }
        var labels = spec.Map("template").Map("metadata").Map("labels");
        if (!LabelSelector.FromLabelSelectorObject(selector).Matches(labels))
        {
            errors.Invalid("spec.template.metadata.labels", labels ?? [], "`selector` does not match template `labels`");
        }
    }

    public static bool Check(JsonObject selector, string path, List<FieldError> errors)
    {
        var before = errors.Count;
        ObjectMetaValidation.CheckLabels(selector["matchLabels"], $"{path}.matchLabels", errors);
        try
        {
            LabelSelector.FromLabelSelectorObject(selector);
        }
        catch (SelectorException exception)
        {
            errors.Invalid($"{path}.matchExpressions", selector["matchExpressions"], exception.Message);
        }
        return errors.Count == before;
    }
}
