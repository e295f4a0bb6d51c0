namespace Operon.Webhooks;

/// <summary>Says who a bearer token is for: the API server's token webhook (<c>--authentication-token-webhook-config-file</c>).</summary>
public interface ITokenAuthenticator
{
    /// <summary>Answers for one token, which must not be logged. Throw only when the answer is unknown; a token nobody knows is <see cref="TokenReviewAnswer.Unknown"/>.</summary>
    /// <param name="token">The token.</param>
    /// <param name="audiences">Whom the token should be meant for; empty for the API server itself.</param>
    /// <param name="cancellationToken">Cancelled when the API server gave up waiting.</param>
    ValueTask<TokenReviewAnswer> AuthenticateAsync(string token, IReadOnlyList<string> audiences, CancellationToken cancellationToken);
}
