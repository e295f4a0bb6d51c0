using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>A dependent's object exists already and belongs to somebody else. It is left alone; the reconcile is tried again with back-off.</summary>
public sealed class OwnedByAnotherException(string kind, ObjectKey key, string owner)
    : Exception($"{kind} {key} is controlled by {owner} and is not taken over; give the dependent another metadata.name, or delete that object.")
{
    /// <summary>The object in the way.</summary>
    public ObjectKey Key => key;

    /// <summary>Kind and name of its owner.</summary>
    public string Owner => owner;
}
