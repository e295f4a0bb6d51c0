using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>core/v1 PersistentVolume.</summary>
internal sealed class PersistentVolumeStrategy : ResourceStrategy
{
    private static readonly string[] s_settings =
        ["capacity", "accessModes", "claimRef", "persistentVolumeReclaimPolicy", "storageClassName", "mountOptions", "volumeMode", "nodeAffinity", "volumeAttributesClassName"];

    public override bool HasStatus => true;

    public override void Default(JsonObject resource)
    {
        var spec = resource.EnsureMap("spec");
        spec.SetDefaultText("persistentVolumeReclaimPolicy", "Retain");
        spec.SetDefaultText("volumeMode", "Filesystem");
        spec.Map("hostPath")?.SetDefault("type", "");
    }

    protected override JsonObject InitialStatus(JsonObject resource) => new() { ["phase"] = "Pending" };

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        var spec = resource.Map("spec") ?? [];
        AccessModes.Check(spec, errors);
        errors.OneOf(spec, "spec", "persistentVolumeReclaimPolicy", "Delete", "Recycle", "Retain");
        errors.OneOf(spec, "spec", "volumeMode", "Block", "Filesystem");
        if (!spec.Map("capacity").Has("storage"))
        {
            errors.Required("spec.capacity");
        }
        if (Sources(spec).Length == 0)
        {
            errors.Required("spec", "must specify a volume type");
        }
        if (spec.Has("local") && !spec.Map("nodeAffinity").Has("required"))
        {
            errors.Required("spec.nodeAffinity", "Local volume requires node affinity");
        }
    }

    protected override void CheckUpdate(JsonObject updated, JsonObject old, List<FieldError> errors)
    {
        var after = updated.Map("spec") ?? [];
        var before = old.Map("spec") ?? [];
        if (Sources(after).Union(Sources(before)).Any(name => !JsonTree.Same(after[name], before[name])))
        {
            errors.Forbidden("spec.persistentvolumesource", "spec.persistentvolumesource is immutable after creation");
        }
        errors.Unchanged("spec.volumeMode", after["volumeMode"], before["volumeMode"]);
        if (before.Has("nodeAffinity"))
        {
            errors.Unchanged("spec.nodeAffinity", after["nodeAffinity"], before["nodeAffinity"]);
        }
    }

    private static string[] Sources(JsonObject spec) =>
        [.. spec.Where(member => member.Value is JsonObject && !s_settings.Contains(member.Key)).Select(member => member.Key)];
}
