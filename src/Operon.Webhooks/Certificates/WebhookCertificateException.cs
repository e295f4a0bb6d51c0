namespace Operon.Webhooks;

/// <summary>The webhook server cannot get its certificate, and trying again will not help. The message names the object and the remedy.</summary>
public sealed class WebhookCertificateException(string message) : Exception(message);
