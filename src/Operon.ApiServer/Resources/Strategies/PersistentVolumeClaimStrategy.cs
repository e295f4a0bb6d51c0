using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>core/v1 PersistentVolumeClaim: after creation only the requested storage may grow.</summary>
internal sealed class PersistentVolumeClaimStrategy : ResourceStrategy
{
    public override bool HasStatus => true;

    public override void Default(JsonObject resource) => resource.EnsureMap("spec").SetDefaultText("volumeMode", "Filesystem");

    protected override JsonObject InitialStatus(JsonObject resource) => new() { ["phase"] = "Pending" };

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        var spec = resource.Map("spec") ?? [];
        AccessModes.Check(spec, errors);
        errors.OneOf(spec, "spec", "volumeMode", "Block", "Filesystem");
        var storage = spec.Map("resources").Map("requests")?["storage"];
        if (storage is null)
        {
            errors.Required("spec.resources[storage]");
        }
        else if (Size(spec) is not > 0)
        {
            errors.Invalid("spec.resources[storage]", storage, "must be greater than zero");
        }
        if (spec.Text("storageClassName") is { Length: > 0 } name && NameRule.Subdomain.Error(name) is { } problem)
        {
            errors.Invalid("spec.storageClassName", name, problem);
        }
        if (spec.Map("selector") is { } selector)
        {
            SelectorValidation.Check(selector, "spec.selector", errors);
        }
    }

    protected override void CheckUpdate(JsonObject updated, JsonObject old, List<FieldError> errors)
    {
        var before = old.Map("spec") ?? [];
        var munged = (JsonObject)(updated.Map("spec")?.DeepClone() ?? new JsonObject());
        if (string.IsNullOrEmpty(before.Text("volumeName")))
        {
            munged.TakeFrom(before, "volumeName");
        }
        if (!before.Has("storageClassName"))
        {
            munged.TakeFrom(before, "storageClassName");
        }
        if (old.Map("status").Text("phase") == "Bound")
        {
            munged.TakeFrom(before, "volumeAttributesClassName");
            if (before.Map("resources").Map("requests")?["storage"] is { } storage && munged.Map("resources").Map("requests") is { } requests)
            {
                requests["storage"] = storage.DeepClone();
            }
        }
        if (!JsonTree.Same(munged, before))
        {
            errors.Forbidden("spec", "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims");
        }
        if (Size(updated.Map("spec")) < Size(before))
        {
            errors.Forbidden("spec.resources.requests.storage", "field can not be less than status.capacity");
        }
    }

    private static decimal? Size(JsonObject? spec)
    {
        var storage = spec.Map("resources").Map("requests")?["storage"];
        return Quantity.Parse(storage.AsText() ?? storage?.ToJsonString());
    }
}
