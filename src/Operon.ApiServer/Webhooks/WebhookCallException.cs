namespace Operon.ApiServer.Webhooks;

/// <summary>A webhook that could not be reached or gave no usable answer. The message is the part after "failed to call webhook: ".</summary>
internal sealed class WebhookCallException(string message, Exception? cause = null) : Exception(message, cause);
