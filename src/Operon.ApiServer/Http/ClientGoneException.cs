namespace Operon.ApiServer.Http;

/// <summary>The client went away while its request was being read.</summary>
internal sealed class ClientGoneException(Exception cause) : Exception("the client went away", cause);
