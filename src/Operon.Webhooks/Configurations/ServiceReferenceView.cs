namespace Operon.Webhooks;

/// <summary>A Service and a path on it.</summary>
internal sealed record ServiceReferenceView
{
    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    public string? Path { get; init; }
}
