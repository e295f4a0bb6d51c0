namespace Operon.Kubernetes;

/// <summary>
/// How many items a list has, <c>minItems</c> and <c>maxItems</c>, or how many entries a dictionary: <c>minProperties</c> and
/// <c>maxProperties</c>. .NET's <c>[MinLength]</c>, <c>[MaxLength]</c> and <c>[Length]</c> say the same, but warn in programs that are trimmed
/// or compiled ahead of time; <c>[StringLength]</c>, which is for strings, does not.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ItemCountAttribute : Attribute
{
    /// <summary>The least number; negative for no bound.</summary>
    public int Minimum { get; set; } = -1;

    /// <summary>The greatest number; negative for no bound.</summary>
    public int Maximum { get; set; } = -1;
}
