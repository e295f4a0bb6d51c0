namespace Operon.Webhooks;

/// <summary>What webhooks are called for.</summary>
[Flags]
public enum WebhookOperations
{
    /// <summary>Nothing said.</summary>
    None = 0,

    /// <summary>Creation.</summary>
    Create = 1,

    /// <summary>Update, patch and apply.</summary>
    Update = 2,

    /// <summary>Deletion.</summary>
    Delete = 4,

    /// <summary>Connection, such as <c>kubectl exec</c>.</summary>
    Connect = 8,

    /// <summary>Everything there is now and will be: <c>*</c>.</summary>
    All = 16,
}
