namespace Operon.Kubernetes;

/// <summary>Whether the keys of a dictionary have owners of their own in server-side apply: <c>x-kubernetes-map-type</c>.</summary>
/// <param name="type">Granular or atomic.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class MapTypeAttribute(MapType type) : Attribute
{
    /// <summary>Granular or atomic.</summary>
    public MapType Type { get; } = type;
}
