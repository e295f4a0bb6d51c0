namespace Operon.Kubernetes;

/// <summary>Whether the fields of an object have owners of their own in server-side apply: <c>x-kubernetes-map-type</c>.</summary>
/// <param name="type">Granular or atomic.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class StructTypeAttribute(MapType type) : Attribute
{
    /// <summary>Granular or atomic.</summary>
    public MapType Type { get; } = type;
}
