namespace Operon.Webhooks;

/// <summary>Whether a mutating webhook is called a second time.</summary>
public enum ReinvocationPolicy
{
    /// <summary>Once per request.</summary>
    Never,

    /// <summary>Again when a later webhook has changed the object.</summary>
    IfNeeded,
}
