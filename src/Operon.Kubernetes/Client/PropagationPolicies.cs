namespace Operon.Kubernetes;

/// <summary>What becomes of the objects that a deleted object owns.</summary>
public static class PropagationPolicies
{
    /// <summary>The owner goes at once, the garbage collector deletes what it owned afterwards.</summary>
    public const string Background = "Background";

    /// <summary>The owner stays, marked as being deleted, until everything that blocks its deletion is gone.</summary>
    public const string Foreground = "Foreground";

    /// <summary>Owned objects stay and lose the owner reference.</summary>
    public const string Orphan = "Orphan";
}
