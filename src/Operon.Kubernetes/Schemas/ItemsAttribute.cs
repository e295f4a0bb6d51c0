namespace Operon.Kubernetes;

/// <summary>
/// Keywords of the items of a list, or of the values of a dictionary. A value type with <see cref="SchemaTypeAttribute"/> says the same
/// once for all lists of it.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter, AllowMultiple = true)]
public sealed class ItemsAttribute : SchemaKeywordsAttribute
{
    /// <summary>Which items: 1 those of the list, 2 those of its lists, and so on. Default: 1.</summary>
    public int Depth { get; set; } = 1;

    /// <summary><c>type</c> in place of the one that follows from the C# type.</summary>
    public string? Type { get; set; }

    /// <summary><c>x-kubernetes-preserve-unknown-fields</c>.</summary>
    public bool PreserveUnknownFields { get; set; }

    /// <summary><c>x-kubernetes-embedded-resource</c>.</summary>
    public bool EmbeddedResource { get; set; }
}
