namespace Operon.Webhooks;

/// <summary>Refuses the request from anywhere in a handler: code 403, reason Forbidden, and the message as the client sees it.</summary>
public sealed class AdmissionDeniedException(string message) : Exception(message);
