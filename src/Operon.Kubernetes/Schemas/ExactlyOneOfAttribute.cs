namespace Operon.Kubernetes;

/// <summary>Exactly one of some fields is set: a generated rule of the type.</summary>
/// <param name="fields">The properties (<c>nameof</c>).</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, AllowMultiple = true)]
public sealed class ExactlyOneOfAttribute(params string[] fields) : Attribute
{
    /// <summary>The properties (<c>nameof</c>).</summary>
    public IReadOnlyList<string> Fields { get; } = fields;
}
