namespace Operon.Hosting.Tests;

/// <summary>Told in the test's output, never asserted: a timing belongs to the benchmarks.</summary>
internal sealed record HelloFigures(TimeSpan ToFirstDeployment, long ResidentBytes);
