namespace Operon.Kubernetes;

/// <summary>An upper bound alone: <c>maximum</c>. For both bounds use <c>[Range]</c>.</summary>
/// <param name="value">The largest number allowed.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class MaximumAttribute(double value) : Attribute
{
    /// <summary>The largest number allowed.</summary>
    public double Value { get; } = value;

    /// <summary>Whether the bound itself is not allowed: <c>exclusiveMaximum</c>.</summary>
    public bool IsExclusive { get; set; }
}
