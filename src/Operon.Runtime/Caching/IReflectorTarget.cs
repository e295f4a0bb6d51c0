namespace Operon.Runtime;

/// <summary>What a reflector keeps up to date.</summary>
internal interface IReflectorTarget
{
    /// <summary>The complete state of the reflector's scope.</summary>
    void Replace(WatchScope scope, IReadOnlyList<ObservedObject> items, string resourceVersion);

    /// <summary>One object was written. Returns when, if the object tells of a write that was not known before.</summary>
    DateTime? Set(WatchScope scope, ObservedObject observed);

    void Remove(WatchScope scope, ObservedObject observed);

    /// <summary>Everything up to this version has been delivered.</summary>
    void Advance(WatchScope scope, string resourceVersion);
}
