namespace Operon.Runtime;

/// <summary>The answers of all checks asked, by name in alphabetical order.</summary>
public sealed record HealthReport(IReadOnlyList<KeyValuePair<string, HealthResult>> Checks)
{
    /// <summary>Whether no check found anything wrong.</summary>
    public bool IsHealthy => Checks.All(check => check.Value.IsHealthy);
}
