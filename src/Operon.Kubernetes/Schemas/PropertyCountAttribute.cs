namespace Operon.Kubernetes;

/// <summary>How many properties an object has: <c>minProperties</c> and <c>maxProperties</c>. On a dictionary <c>[MinLength]</c> and <c>[MaxLength]</c> say the same.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class PropertyCountAttribute : Attribute
{
    /// <summary>The least number of properties; negative for no bound.</summary>
    public int Minimum { get; set; } = -1;

    /// <summary>The greatest number of properties; negative for no bound.</summary>
    public int Maximum { get; set; } = -1;
}
