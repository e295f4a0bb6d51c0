namespace Operon.Webhooks;

/// <summary>What a webhook changes besides the object.</summary>
public enum SideEffects
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Something, but nothing when the request is a dry run.</summary>
    NoneOnDryRun,
}
