namespace Operon.ApiServer;

/// <summary>A bearer token that stands for a user.</summary>
/// <param name="Token">The secret text.</param>
/// <param name="User">The user name.</param>
/// <param name="Groups">The user's groups; <c>system:masters</c> may do everything.</param>
public sealed record StaticToken(string Token, string User, IReadOnlyList<string> Groups);
