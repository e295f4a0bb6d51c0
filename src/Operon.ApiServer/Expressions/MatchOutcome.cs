namespace Operon.ApiServer.Expressions;

/// <summary>What match conditions came to.</summary>
/// <param name="Holds">All hold; false as soon as one does not, whatever became of the others.</param>
/// <param name="Error">Why it cannot be told; null when it can.</param>
internal readonly record struct MatchOutcome(bool Holds, string? Error);
