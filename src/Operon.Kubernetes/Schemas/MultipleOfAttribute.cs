namespace Operon.Kubernetes;

/// <summary>The number is a multiple of another: <c>multipleOf</c>.</summary>
/// <param name="value">The divisor, above zero.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class MultipleOfAttribute(double value) : Attribute
{
    /// <summary>The divisor, above zero.</summary>
    public double Value { get; } = value;
}
