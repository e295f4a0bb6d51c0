namespace Operon.Webhooks;

/// <summary>Which list of the API server's a webhook is in.</summary>
public enum WebhookType
{
    /// <summary>As the class says by its interfaces.</summary>
    Any,

    /// <summary>May change objects; called before validation.</summary>
    Mutating,

    /// <summary>Judges objects as they will be stored.</summary>
    Validating,
}
