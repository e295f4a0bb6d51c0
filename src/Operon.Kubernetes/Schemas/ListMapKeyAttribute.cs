namespace Operon.Kubernetes;

/// <summary>Names the fields that identify an item of a list with <see cref="ListType.Map"/>: <c>x-kubernetes-list-map-keys</c>. <c>[Key]</c> on the item's properties says the same where the type is yours.</summary>
/// <param name="fields">Names of the fields as in JSON, or of the properties (<c>nameof</c>).</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ListMapKeyAttribute(params string[] fields) : Attribute
{
    /// <summary>Names of the fields as in JSON, or of the properties (<c>nameof</c>).</summary>
    public IReadOnlyList<string> Fields { get; } = fields;
}
