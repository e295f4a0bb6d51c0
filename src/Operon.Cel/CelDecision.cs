namespace Operon.Cel;

/// <summary>An authorizer's answer.</summary>
/// <param name="IsAllowed">The access is allowed.</param>
/// <param name="Reason">Why, if the authorizer says.</param>
/// <param name="Error">Why there is no answer; null when there is one.</param>
public sealed record CelDecision(bool IsAllowed, string Reason = "", string? Error = null);
