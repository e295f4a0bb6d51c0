namespace Operon.Kubernetes;

/// <summary>A lower bound alone: <c>minimum</c>. For both bounds use <c>[Range]</c>.</summary>
/// <param name="value">The smallest number allowed.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class MinimumAttribute(double value) : Attribute
{
    /// <summary>The smallest number allowed.</summary>
    public double Value { get; } = value;

    /// <summary>Whether the bound itself is not allowed: <c>exclusiveMinimum</c>.</summary>
    public bool IsExclusive { get; set; }
}
