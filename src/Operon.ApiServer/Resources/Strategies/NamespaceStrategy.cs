using System.Text.Json.Nodes;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>core/v1 Namespace: the <c>kubernetes</c> finalizer of its spec goes only through the finalize subresource.</summary>
internal sealed class NamespaceStrategy : ResourceStrategy
{
    public override bool HasStatus => true;

    protected override NameRule NameRule => NameRule.Label;

    protected override IEnumerable<string> ExtraFields => ["status.phase"];

    public override void Default(JsonObject resource)
    {
        if (resource.Map("metadata").Text("name") is { Length: > 0 } name)
        {
            resource.EnsureMap("metadata").EnsureMap("labels")["kubernetes.io/metadata.name"] = name;
        }
    }

    public override void PrepareForCreate(JsonObject resource)
    {
        base.PrepareForCreate(resource);
        Default(resource);
        var spec = resource.EnsureMap("spec");
        if (!spec.Texts("finalizers").Contains("kubernetes"))
        {
            var finalizers = spec.List("finalizers")?.DeepClone() as JsonArray ?? [];
            finalizers.Add((JsonNode)"kubernetes");
            spec["finalizers"] = finalizers;
        }
    }

    public override void PrepareForUpdate(JsonObject updated, JsonObject old)
    {
        base.PrepareForUpdate(updated, old);
        updated.EnsureMap("spec").TakeFrom(old.Map("spec"), "finalizers");
    }

    /// <summary>The finalize subresource: only the finalizers of the spec are taken.</summary>
    public static void PrepareForFinalize(JsonObject updated, JsonObject old)
    {
        var finalizers = updated.Map("spec")?["finalizers"]?.DeepClone();
        foreach (var name in (ReadOnlySpan<string>)["metadata", "spec", "status"])
        {
            updated.TakeFrom(old, name);
        }
        updated.EnsureMap("spec")["finalizers"] = finalizers;
        if (finalizers is null)
        {
            updated.EnsureMap("spec").Remove("finalizers");
        }
    }

    protected override JsonObject InitialStatus(JsonObject resource) => new() { ["phase"] = "Active" };
}
