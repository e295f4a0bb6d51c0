using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>apps/v1 StatefulSet.</summary>
internal sealed class StatefulSetStrategy : ScalableStrategy
{
    private static readonly string[] s_mutable =
        ["replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds"];

    public override void Default(JsonObject resource)
    {
        var spec = resource.EnsureMap("spec");
        PodSpecDefaults.ApplyToTemplate(spec);
        spec.SetDefaultText("podManagementPolicy", "OrderedReady");
        var strategy = spec.EnsureMap("updateStrategy");
        if (string.IsNullOrEmpty(strategy.Text("type")))
        {
            strategy["type"] = "RollingUpdate";
        }
        if (strategy.Text("type") == "RollingUpdate")
        {
            strategy.EnsureMap("rollingUpdate").SetDefault("partition", 0);
        }
        var retention = spec.EnsureMap("persistentVolumeClaimRetentionPolicy");
        retention.SetDefaultText("whenDeleted", "Retain");
        retention.SetDefaultText("whenScaled", "Retain");
        spec.SetDefault("replicas", 1);
        spec.SetDefault("revisionHistoryLimit", 10);
        foreach (var claim in spec.Maps("volumeClaimTemplates"))
        {
            claim.SetDefault("apiVersion", "v1");
            claim.SetDefault("kind", "PersistentVolumeClaim");
            claim.EnsureMap("spec").SetDefaultText("volumeMode", "Filesystem");
            claim.EnsureMap("status").SetDefault("phase", "Pending");
        }
    }

    protected override JsonObject InitialStatus(JsonObject resource) => new() { ["replicas"] = 0L, ["availableReplicas"] = 0L };

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        var spec = resource.Map("spec") ?? [];
        errors.NotNegative(spec, "spec", "replicas", "minReadySeconds", "revisionHistoryLimit");
        errors.OneOf(spec, "spec", "podManagementPolicy", "OrderedReady", "Parallel");
        errors.OneOf(spec.Map("updateStrategy"), "spec.updateStrategy", "type", "OnDelete", "RollingUpdate");
        errors.NotNegative(spec.Map("updateStrategy").Map("rollingUpdate"), "spec.updateStrategy.rollingUpdate", "partition");
        SelectorValidation.CheckWithTemplate(spec, "statefulset", errors);
        PodSpecValidation.CheckTemplate(WithClaimVolumes(spec), "spec", errors);
        TemplateValidation.AlwaysRestarts(spec, errors);
    }

    protected override void CheckUpdate(JsonObject updated, JsonObject old, List<FieldError> errors)
    {
        var after = updated.Map("spec") ?? [];
        var before = old.Map("spec") ?? [];
        if (after.Select(member => member.Key).Union(before.Select(member => member.Key)).Except(s_mutable).Any(name => !JsonTree.Same(after[name], before[name])))
        {
            errors.Forbidden(
                "spec",
                "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', "
                + "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
        }
    }

    /// <summary>Containers may mount the set's claim templates as if they were volumes of the pod.</summary>
    private static JsonObject WithClaimVolumes(JsonObject spec)
    {
        if (!spec.Maps("volumeClaimTemplates").Any() || spec.Map("template").Map("spec") is null)
        {
            return spec;
        }
        var copy = new JsonObject { ["template"] = spec["template"]!.DeepClone() };
        var pod = copy.Map("template").Map("spec")!;
        var claims = spec.Maps("volumeClaimTemplates").Select(claim => claim.Map("metadata").Text("name")).ToHashSet();
        var volumes = new JsonArray([.. pod.Maps("volumes").Where(volume => !claims.Contains(volume.Text("name"))).Select(volume => volume.DeepClone())]);
        foreach (var name in claims.OfType<string>())
        {
            volumes.Add((JsonNode)new JsonObject { ["name"] = name, ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = name } });
        }
        pod["volumes"] = volumes;
        return copy;
    }
}
