namespace Operon.Kubernetes;

/// <summary>An annotation or label of the definition itself. Where versions differ, all are put together.</summary>
/// <param name="key">The key.</param>
/// <param name="value">The value.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class CrdMetadataAttribute(string key, string value) : Attribute
{
    /// <summary>The key.</summary>
    public string Key { get; } = key;

    /// <summary>The value.</summary>
    public string Value { get; } = value;

    /// <summary>Whether it is a label. Default: an annotation.</summary>
    public bool IsLabel { get; set; }
}
