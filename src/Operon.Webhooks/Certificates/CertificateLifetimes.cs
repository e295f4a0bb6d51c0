namespace Operon.Webhooks;

/// <summary>How long self-made certificates are good for.</summary>
/// <param name="Authority">Life of a CA; its successor is made at two thirds.</param>
/// <param name="Serving">Life of a serving certificate; renewed at two thirds.</param>
/// <param name="Overlap">How long a new CA is trusted before it signs, and an old one after it has stopped.</param>
internal sealed record CertificateLifetimes(TimeSpan Authority, TimeSpan Serving, TimeSpan Overlap)
{
    /// <summary>Certificates begin this much before they are made, for API servers whose clocks are behind.</summary>
    public static TimeSpan Backdating { get; } = TimeSpan.FromMinutes(5);
}
