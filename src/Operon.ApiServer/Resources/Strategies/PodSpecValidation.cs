using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Selectors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>The rules of a PodSpec that users run into.</summary>
internal static class PodSpecValidation
{
    public static void Check(JsonObject spec, string path, List<FieldError> errors)
    {
        var volumes = CheckVolumes(spec, path, errors);
        HashSet<string> names = new(StringComparer.Ordinal);
        if (!spec.Maps("containers").Any())
        {
            errors.Required($"{path}.containers");
        }
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            var index = 0;
            foreach (var container in spec.Maps(list))
            {
                var field = $"{path}.{list}[{index++}]";
                ContainerValidation.Check(container, field, volumes, errors, isInit: list == "initContainers");
                if (container.Text("name") is { Length: > 0 } name && !names.Add(name))
                {
                    errors.Duplicate($"{field}.name", name);
                }
            }
        }
        errors.OneOf(spec, path, "restartPolicy", "Always", "OnFailure", "Never");
        errors.OneOf(spec, path, "dnsPolicy", "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
        errors.OneOf(spec, path, "preemptionPolicy", "PreemptLowerPriority", "Never");
        errors.NotNegative(spec, path, "terminationGracePeriodSeconds");
        if (spec.Number("activeDeadlineSeconds") is < 1)
        {
            errors.Invalid($"{path}.activeDeadlineSeconds", spec["activeDeadlineSeconds"], "must be between 1 and 2147483647, inclusive");
        }
        foreach (var label in (ReadOnlySpan<string>)["hostname", "subdomain"])
        {
            if (spec.Text(label) is { Length: > 0 } value && NameRule.Label.Error(value) is { } problem)
            {
                errors.Invalid($"{path}.{label}", value, problem);
            }
        }
        foreach (var name in (ReadOnlySpan<string>)["serviceAccountName", "nodeName", "priorityClassName"])
        {
            if (spec.Text(name) is { Length: > 0 } value && NameRule.Subdomain.Error(value) is { } problem)
            {
                errors.Invalid($"{path}.{name}", value, problem);
            }
        }
        ObjectMetaValidation.CheckLabels(spec["nodeSelector"], $"{path}.nodeSelector", errors);
        CheckTolerations(spec, path, errors);
        CheckHostNetwork(spec, path, errors);
    }

    /// <summary>A pod template: its labels and its spec.</summary>
    public static void CheckTemplate(JsonObject? owner, string path, List<FieldError> errors)
    {
        var template = owner.Map("template");
        ObjectMetaValidation.CheckLabels(template.Map("metadata")?["labels"], $"{path}.template.labels", errors);
        ObjectMetaValidation.CheckAnnotations(template.Map("metadata")?["annotations"], $"{path}.template.annotations", errors);
        Check(template.Map("spec") ?? [], $"{path}.template.spec", errors);
    }

    private static Dictionary<string, JsonObject> CheckVolumes(JsonObject spec, string path, List<FieldError> errors)
    {
        Dictionary<string, JsonObject> volumes = new(StringComparer.Ordinal);
        var index = 0;
        foreach (var volume in spec.Maps("volumes"))
        {
            var field = $"{path}.volumes[{index++}]";
            errors.Name($"{field}.name", volume["name"], NameRule.Label);
            if (volume.Text("name") is { Length: > 0 } name && !volumes.TryAdd(name, volume))
            {
                errors.Duplicate($"{field}.name", name);
            }
            var sources = volume.Where(member => member.Key != "name" && member.Value is not null).Select(member => member.Key).ToArray();
            if (sources.Length == 0)
            {
                errors.Required(field, "must specify a volume type");
            }
            foreach (var extra in sources.Skip(1))
            {
                errors.Forbidden($"{field}.{extra}", "may not specify more than 1 volume type");
            }
            foreach (var (source, key) in (ReadOnlySpan<(string, string)>)[("secret", "secretName"), ("configMap", "name"), ("persistentVolumeClaim", "claimName"), ("hostPath", "path")])
            {
                if (volume.Map(source) is { } settings && string.IsNullOrEmpty(settings.Text(key)))
                {
                    errors.Required($"{field}.{source}.{key}");
                }
            }
        }
        return volumes;
    }

    private static void CheckTolerations(JsonObject spec, string path, List<FieldError> errors)
    {
        var index = 0;
        foreach (var toleration in spec.Maps("tolerations"))
        {
            var field = $"{path}.tolerations[{index++}]";
            if (toleration.Text("key") is { Length: > 0 } key && LabelSyntax.KeyError(key) is { } problem)
            {
                errors.Invalid($"{field}.key", key, problem);
            }
            if (string.IsNullOrEmpty(toleration.Text("key")) && toleration.Text("operator") != "Exists")
            {
                errors.Invalid($"{field}.operator", toleration.Text("operator") ?? "", "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
            }
            errors.OneOf(toleration, field, "operator", "Equal", "Exists");
            errors.OneOf(toleration, field, "effect", "NoSchedule", "PreferNoSchedule", "NoExecute");
            if (toleration.Text("operator") == "Exists" && !string.IsNullOrEmpty(toleration.Text("value")))
            {
                errors.Invalid($"{field}.operator", toleration["operator"], "value must be empty when `operator` is 'Exists'");
            }
        }
    }

    private static void CheckHostNetwork(JsonObject spec, string path, List<FieldError> errors)
    {
        if (!spec.Flag("hostNetwork"))
        {
            return;
        }
        var index = 0;
        foreach (var container in spec.Maps("containers"))
        {
            var port = 0;
            foreach (var settings in container.Maps("ports"))
            {
                if (settings.Number("hostPort") != settings.Number("containerPort"))
                {
                    errors.Invalid($"{path}.containers[{index}].ports[{port}].hostPort", settings["hostPort"], "must match `containerPort` when `hostNetwork` is true");
                }
                port++;
            }
            index++;
        }
    }
}
