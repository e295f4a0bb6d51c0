using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>Defaults and rules of a JobSpec, of jobs and of a CronJob's template.</summary>
internal static class JobSpec
{
    public static void Default(JsonObject spec)
    {
        PodSpecDefaults.ApplyToTemplate(spec);
        if (!spec.Has("completions") && !spec.Has("parallelism"))
        {
            spec["completions"] = 1L;
        }
        spec.SetDefault("parallelism", 1);
        spec.SetDefault("backoffLimit", spec.Has("backoffLimitPerIndex") ? int.MaxValue : 6);
        spec.SetDefaultText("completionMode", "NonIndexed");
        spec.SetDefault("suspend", false);
        spec.SetDefaultText("podReplacementPolicy", spec.Has("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
        foreach (var condition in spec.Map("podFailurePolicy").Maps("rules").SelectMany(rule => rule.Maps("onPodConditions")))
        {
            condition.SetDefaultText("status", "True");
        }
    }

    public static void Check(JsonObject spec, string path, List<FieldError> errors)
    {
        errors.NotNegative(
            spec, path, "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished", "backoffLimitPerIndex", "maxFailedIndexes");
        errors.OneOf(spec, path, "completionMode", "Indexed", "NonIndexed");
        if (spec.Text("completionMode") == "Indexed" && !spec.Has("completions"))
        {
            errors.Required($"{path}.completions", "when completion mode is Indexed");
        }
        PodSpecValidation.CheckTemplate(spec, path, errors);
        errors.OneOf(spec.Map("template").Map("spec"), $"{path}.template.spec", "restartPolicy", "OnFailure", "Never");
    }
}
