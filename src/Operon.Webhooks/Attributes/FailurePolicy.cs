namespace Operon.Webhooks;

/// <summary>What becomes of a request when the webhook cannot be called.</summary>
public enum FailurePolicy
{
    /// <summary>It is refused.</summary>
    Fail,

    /// <summary>It goes on as if the webhook were not there.</summary>
    Ignore,
}
