using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>What of a running pod's spec may change: images, the deadline (shorter), more tolerations, fewer scheduling gates.</summary>
internal static class PodUpdateValidation
{
    public static void Check(JsonObject updated, JsonObject old, List<FieldError> errors)
    {
        if (updated.List("containers")?.Count != old.List("containers")?.Count)
        {
            errors.Forbidden("spec.containers", "pod updates may not add or remove containers");
            return;
        }
        if (updated.Maps("initContainers").Count() != old.Maps("initContainers").Count())
        {
            errors.Forbidden("spec.initContainers", "pod updates may not add or remove containers");
            return;
        }
        CheckDeadline(updated, old, errors);
        CheckTolerations(updated, old, errors);

        var munged = (JsonObject)updated.DeepClone();
        KeepImages(munged, old, "containers");
        KeepImages(munged, old, "initContainers");
        munged.TakeFrom(old, "activeDeadlineSeconds");
        munged.TakeFrom(old, "tolerations");
        if (old.Number("terminationGracePeriodSeconds") < 0 && updated.Number("terminationGracePeriodSeconds") == 1)
        {
            munged.TakeFrom(old, "terminationGracePeriodSeconds");
        }
        if (old.Maps("schedulingGates").Any())
        {
            CheckGates(munged, old, errors);
        }
        if (!JsonTree.Same(munged, old))
        {
            var changed = munged.Select(member => member.Key).Union(old.Select(member => member.Key))
                .Where(name => !JsonTree.Same(munged[name], old[name]))
                .Select(name => $"spec.{name}");
            errors.Forbidden(
                "spec",
                "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
                + "`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n"
                + $"changed: {string.Join(", ", changed)}");
        }
    }

    private static void CheckDeadline(JsonObject updated, JsonObject old, List<FieldError> errors)
    {
        var before = old.Number("activeDeadlineSeconds");
        var after = updated.Number("activeDeadlineSeconds");
        if (after is < 0)
        {
            errors.Invalid("spec.activeDeadlineSeconds", updated["activeDeadlineSeconds"], "must be between 0 and 2147483647, inclusive");
        }
        else if (before is not null && after is null)
        {
            errors.Invalid("spec.activeDeadlineSeconds", null, "must not update from a positive integer to nil value");
        }
        else if (after > before)
        {
            errors.Invalid("spec.activeDeadlineSeconds", updated["activeDeadlineSeconds"], "must be less than or equal to previous value");
        }
    }

    private static void CheckTolerations(JsonObject updated, JsonObject old, List<FieldError> errors)
    {
        var kept = updated.Maps("tolerations").ToArray();
        foreach (var toleration in old.Maps("tolerations"))
        {
            if (!kept.Any(candidate => JsonTree.Same(WithoutSeconds(candidate), WithoutSeconds(toleration))))
            {
                errors.Forbidden("spec.tolerations", "existing toleration can not be modified except its tolerationSeconds");
                return;
            }
        }
    }

    private static void CheckGates(JsonObject munged, JsonObject old, List<FieldError> errors)
    {
        var before = old.Maps("schedulingGates").Select(gate => gate.Text("name")).ToHashSet();
        if (munged.Maps("schedulingGates").Any(gate => !before.Contains(gate.Text("name"))))
        {
            errors.Forbidden("spec.schedulingGates", "only deletion is allowed, but found new scheduling gates");
        }
        munged.TakeFrom(old, "schedulingGates");
    }

    private static JsonObject WithoutSeconds(JsonObject toleration)
    {
        var copy = (JsonObject)toleration.DeepClone();
        copy.Remove("tolerationSeconds");
        return copy;
    }

    private static void KeepImages(JsonObject munged, JsonObject old, string list)
    {
        foreach (var (container, before) in munged.Maps(list).Zip(old.Maps(list)))
        {
            container.TakeFrom(before, "image");
        }
    }
}
