namespace Operon.Webhooks;

/// <summary>Where a webhook is called: the part of <c>clientConfig</c> that matters here.</summary>
internal sealed record ClientConfigView
{
    public string? CaBundle { get; init; }

    public string? Url { get; init; }

    public ServiceReferenceView? Service { get; init; }
}
