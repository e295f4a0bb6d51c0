using System.Text.Json.Nodes;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>Custom resources: generation and status after the CRD's subresources, everything else is the schema's business.</summary>
/// <param name="hasStatusSubresource">The CRD version declares <c>subresources.status</c>.</param>
/// <param name="scale">The CRD version's <c>subresources.scale</c>.</param>
/// <param name="selectableFields">Its <c>selectableFields</c>, as JSON paths such as <c>.spec.color</c>.</param>
internal sealed class CustomResourceStrategy(
    bool hasStatusSubresource,
    CustomScalePaths? scale = null,
    IReadOnlyList<string>? selectableFields = null) : ResourceStrategy
{
    public override bool AllowsUnconditionalUpdate => false;

    public override bool HasStatus => hasStatusSubresource;

    public override bool HasGeneration => true;

    public override bool HasScale => scale is not null;

    protected override bool TakesPlainFinalizers => true;

    protected override IEnumerable<string> ExtraFields => selectableFields?.Select(path => path.TrimStart('.')) ?? [];

    public override void PrepareForStatusUpdate(JsonObject updated, JsonObject old)
    {
        base.PrepareForStatusUpdate(updated, old);
        var managedFields = updated.Map("metadata")?["managedFields"]?.DeepClone();
        var resourceVersion = updated.Map("metadata")?["resourceVersion"]?.DeepClone();
        updated["metadata"] = old["metadata"]?.DeepClone();
        var metadata = updated.EnsureMap("metadata");
        metadata["managedFields"] = managedFields;
        metadata["resourceVersion"] = resourceVersion;
        foreach (var name in (ReadOnlySpan<string>)["managedFields", "resourceVersion"])
        {
            if (metadata[name] is null)
            {
                metadata.Remove(name);
            }
        }
    }

    public override JsonObject? ScaleOf(JsonObject resource) => scale is null
        ? null
        : Scales.Of(
            resource,
            resource.At(scale.SpecReplicas).AsNumber() ?? 0,
            resource.At(scale.StatusReplicas).AsNumber() ?? 0,
            scale.LabelSelector is null ? null : resource.At(scale.LabelSelector).AsText());

    public override void SetReplicas(JsonObject resource, long replicas)
    {
        if (scale is null)
        {
            base.SetReplicas(resource, replicas);
            return;
        }
        var names = scale.SpecReplicas.Split('.', StringSplitOptions.RemoveEmptyEntries);
        var parent = resource;
        foreach (var name in names.AsSpan(0, names.Length - 1))
        {
            parent = parent.EnsureMap(name);
        }
        parent[names[^1]] = replicas;
    }
}
