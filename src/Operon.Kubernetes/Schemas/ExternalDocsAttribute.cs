namespace Operon.Kubernetes;

/// <summary>Further reading: <c>externalDocs</c>.</summary>
/// <param name="url">Where it is.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class ExternalDocsAttribute(string url) : Attribute
{
    /// <summary>Where it is.</summary>
    public string Url { get; } = url;

    /// <summary>What it is: <c>externalDocs.description</c>.</summary>
    public string? Description { get; set; }
}
