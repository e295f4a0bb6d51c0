namespace Operon.Testing;

/// <summary>What a crash exploration went through.</summary>
/// <param name="Points">Every point at which a process died and a fresh one then finished the work.</param>
/// <param name="WritesOfACleanRun">How many writes the work takes when nothing goes wrong.</param>
public sealed record CrashReport(IReadOnlyList<CrashPoint> Points, int WritesOfACleanRun);
