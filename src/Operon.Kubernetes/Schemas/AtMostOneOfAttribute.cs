namespace Operon.Kubernetes;

/// <summary>At most one of some fields is set: a generated rule of the type.</summary>
/// <param name="fields">The properties (<c>nameof</c>).</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, AllowMultiple = true)]
public sealed class AtMostOneOfAttribute(params string[] fields) : Attribute
{
    /// <summary>The properties (<c>nameof</c>).</summary>
    public IReadOnlyList<string> Fields { get; } = fields;
}
