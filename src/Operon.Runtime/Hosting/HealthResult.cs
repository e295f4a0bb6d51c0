namespace Operon.Runtime;

/// <summary>The answer of a health check.</summary>
/// <param name="Problem">What is wrong, for people; null when nothing is.</param>
public readonly record struct HealthResult(string? Problem)
{
    /// <summary>Nothing is wrong.</summary>
    public static HealthResult Healthy => default;

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsHealthy => Problem is null;

    /// <summary>Something is wrong.</summary>
    public static HealthResult Unhealthy(string problem) => new(problem);
}
