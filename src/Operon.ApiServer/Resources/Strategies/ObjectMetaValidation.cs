using System.Text;
using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Selectors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>The rules of <c>metadata</c>, the same for every kind but for the name.</summary>
internal static class ObjectMetaValidation
{
    public const int MaximumAnnotationBytes = 256 * 1024;

    /// <param name="metadata">What is checked.</param>
    /// <param name="rule">The rule of the name.</param>
    /// <param name="takesPlainFinalizers">Custom resources may carry finalizers of a single word; built-in kinds only the standard ones.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static void Check(JsonObject metadata, NameRule rule, bool takesPlainFinalizers, List<FieldError> errors)
    {
        var prefix = metadata.Text("generateName");
        if (!string.IsNullOrEmpty(prefix) && rule.PrefixError(prefix) is { } prefixProblem)
        {
            errors.Invalid("metadata.generateName", prefix, prefixProblem);
        }
        if (metadata.Text("name") is not { Length: > 0 } name)
        {
            errors.Required("metadata.name", "name or generateName is required");
        }
        else if (rule.Error(name) is { } problem)
        {
            errors.Invalid("metadata.name", name, problem);
        }
        CheckLabels(metadata["labels"], "metadata.labels", errors);
        CheckAnnotations(metadata["annotations"], "metadata.annotations", errors);
        CheckOwners(metadata, errors);
        CheckFinalizers(metadata, takesPlainFinalizers, errors);
    }

    public static void CheckUpdate(JsonObject updated, JsonObject old, List<FieldError> errors)
    {
        if (old.Has("deletionTimestamp"))
        {
            var added = updated.Texts("finalizers").Except(old.Texts("finalizers")).ToArray();
            if (added.Length > 0)
            {
                errors.Forbidden(
                    "metadata.finalizers",
                    $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(name => $"\"{name}\""))}}}");
            }
        }
        foreach (var name in (ReadOnlySpan<string>)["name", "namespace", "uid", "creationTimestamp"])
        {
            errors.Unchanged($"metadata.{name}", updated[name], old[name]);
        }
    }

    public static void CheckLabels(JsonNode? labels, string field, List<FieldError> errors)
    {
        if (labels is not JsonObject map)
        {
            return;
        }
        foreach (var (key, value) in map)
        {
            if (LabelSyntax.KeyError(key) is { } keyProblem)
            {
                errors.Invalid(field, key, keyProblem);
            }
            if (LabelSyntax.ValueError(value.AsText() ?? "") is { } valueProblem)
            {
                errors.Invalid(field, value, valueProblem);
            }
        }
    }

    public static void CheckAnnotations(JsonNode? annotations, string field, List<FieldError> errors)
    {
        if (annotations is not JsonObject map)
        {
            return;
        }
        var size = 0L;
        foreach (var (key, value) in map)
        {
#pragma warning disable CA1308 // Annotation keys are compared in lower case: the rule is the server's.
            if (LabelSyntax.KeyError(key.ToLowerInvariant()) is { } problem)
#pragma warning restore CA1308
            {
                errors.Invalid(field, key, problem);
            }
            size += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value.AsText() ?? "");
        }
        if (size > MaximumAnnotationBytes)
        {
            errors.Add(FieldError.TooLong(field, MaximumAnnotationBytes));
        }
    }

    private static void CheckOwners(JsonObject metadata, List<FieldError> errors)
    {
        var controllers = 0;
        var index = 0;
        foreach (var owner in metadata.Maps("ownerReferences"))
        {
            var field = $"metadata.ownerReferences[{index++}]";
            foreach (var name in (ReadOnlySpan<string>)["apiVersion", "kind", "name", "uid"])
            {
                if (string.IsNullOrEmpty(owner.Text(name)))
                {
                    errors.Invalid($"{field}.{name}", owner.Text(name) ?? "", name is "apiVersion" ? "version must not be empty" : "must not be empty");
                }
            }
            if (owner.Text("apiVersion") is "v1" or "events.k8s.io/v1" && owner.Text("kind") == "Event")
            {
                errors.Invalid(field, owner, "Event is disallowed from being an owner");
            }
            if (owner.Flag("controller") && ++controllers == 2)
            {
                errors.Invalid(
                    "metadata.ownerReferences",
                    metadata["ownerReferences"],
                    "Only one reference can have Controller set to true. Found \"true\" in references for more than one owner");
            }
        }
    }

    private static void CheckFinalizers(JsonObject metadata, bool takesPlain, List<FieldError> errors)
    {
        var names = metadata.Texts("finalizers").ToArray();
        foreach (var name in names)
        {
            if (LabelSyntax.KeyError(name) is { } problem)
            {
                errors.Invalid("metadata.finalizers", name, problem);
            }
            // Definitions carry a bare domain name (customresourcecleanup.apiextensions.k8s.io); only plain words are refused.
            else if (!takesPlain && name.IndexOfAny(['/', '.']) < 0 && name is not ("orphan" or "foregroundDeletion" or "kubernetes"))
            {
                errors.Invalid("metadata.finalizers", name, "name is neither a standard finalizer name nor is it fully qualified");
            }
        }
        if (names.Contains("orphan") && names.Contains("foregroundDeletion"))
        {
            errors.Invalid("metadata.finalizers", metadata["finalizers"], "finalizer orphan and foregroundDeletion cannot be both set");
        }
    }
}
