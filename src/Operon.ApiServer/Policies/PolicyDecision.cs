namespace Operon.ApiServer.Policies;

/// <summary>A violated or failed validation.</summary>
/// <param name="Reason">Of the refusal.</param>
/// <param name="Message">Why.</param>
internal sealed record PolicyDecision(string Reason, string Message);
