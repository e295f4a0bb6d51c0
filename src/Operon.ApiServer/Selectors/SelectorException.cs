namespace Operon.ApiServer.Selectors;

/// <summary>A label or field selector that cannot be read; the client gets 400 BadRequest with this message.</summary>
internal sealed class SelectorException(string message) : Exception(message);
