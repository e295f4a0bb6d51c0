namespace Operon.ApiServer.Webhooks;

/// <summary>The conversion strategy <c>Webhook</c> of a CRD.</summary>
/// <param name="Client">Where the webhook listens.</param>
/// <param name="ReviewVersion">The version of the ConversionReview it gets.</param>
internal sealed record WebhookConversion(WebhookClientConfig Client, string ReviewVersion);
