namespace Operon.ApiServer.Http;

/// <summary>A page token whose revision is gone; the answer carries a token that goes on from the present state.</summary>
internal sealed class ContinueExpiredException(string token)
    : Exception("The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.")
{
    public string Token { get; } = token;
}
