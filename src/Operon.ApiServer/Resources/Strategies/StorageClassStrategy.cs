using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>storage.k8s.io/v1 StorageClass: all but allowVolumeExpansion and mountOptions is fixed at creation.</summary>
internal sealed class StorageClassStrategy : ResourceStrategy
{
    public override void Default(JsonObject resource)
    {
        resource.SetDefaultText("reclaimPolicy", "Delete");
        resource.SetDefaultText("volumeBindingMode", "Immediate");
    }

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        if (string.IsNullOrEmpty(resource.Text("provisioner")))
        {
            errors.Required("provisioner");
        }
        foreach (var (name, supported) in (ReadOnlySpan<(string, string[])>)
            [("reclaimPolicy", ["Delete", "Retain"]), ("volumeBindingMode", ["Immediate", "WaitForFirstConsumer"])])
        {
            if (resource.Text(name) is { } value && !supported.Contains(value))
            {
                errors.Add(FieldError.NotSupported(name, Problems.Json(value), supported));
            }
        }
    }

    protected override void CheckUpdate(JsonObject updated, JsonObject old, List<FieldError> errors)
    {
        if (!JsonTree.Same(updated["parameters"], old["parameters"]))
        {
            errors.Forbidden("parameters", "updates to parameters are forbidden.");
        }
        if (updated.Text("provisioner") != old.Text("provisioner"))
        {
            errors.Forbidden("provisioner", "updates to provisioner are forbidden.");
        }
        if (updated.Text("reclaimPolicy") != old.Text("reclaimPolicy"))
        {
            errors.Forbidden("reclaimPolicy", "updates to reclaimPolicy are forbidden.");
        }
        errors.Unchanged("volumeBindingMode", updated["volumeBindingMode"], old["volumeBindingMode"]);
    }
}
