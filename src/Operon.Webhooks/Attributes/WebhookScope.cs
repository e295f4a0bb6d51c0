namespace Operon.Webhooks;

/// <summary>Where the objects live that a rule is about.</summary>
public enum WebhookScope
{
    /// <summary>Anywhere.</summary>
    Any,

    /// <summary>In no namespace.</summary>
    Cluster,

    /// <summary>In namespaces.</summary>
    Namespaced,
}
