namespace Operon.Kubernetes;

/// <summary>The format of a string or number: <c>format</c>, such as <c>ipv4</c>, <c>hostname</c> or <c>duration</c>. Servers check the formats they know and ignore others.</summary>
/// <param name="name">Name of the format.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class FormatAttribute(string name) : Attribute
{
    /// <summary>Name of the format.</summary>
    public string Name { get; } = name;
}
