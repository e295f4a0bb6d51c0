namespace Operon.Generators;

/// <summary>Names of the types of <c>Operon.Webhooks</c> that the generator looks for.</summary>
internal static class WebhookTypes
{
    public const string Namespace = "global::Operon.Webhooks";
    public const string Webhook = "Operon.Webhooks.WebhookAttribute";
    public const string MatchCondition = "Operon.Webhooks.MatchConditionAttribute";
    public const string Configuration = "Operon.Webhooks.WebhookConfigurationAttribute";
    public const string GeneratedConverter = "Operon.Webhooks.GeneratedConverterAttribute";
    public const string Defaulter = "Operon.Webhooks.IDefaulter`1";
    public const string Validator = "Operon.Webhooks.IValidator`1";
    public const string Handler = "Operon.Webhooks.IAdmissionHandler";
    public const string Converter = "Operon.Webhooks.IConverter`2";
    public const string RoundTrip = "Operon.Webhooks.RoundTrip";
}
