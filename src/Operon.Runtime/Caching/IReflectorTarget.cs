namespace Operon.Runtime;

/// <summary>What a reflector keeps up to date.</summary>
internal interface IReflectorTarget
{
    /// <summary>The complete state of the reflector's scope.</summary>
    void Replace(WatchScope scope, IReadOnlyList<ObservedObject> items, string resourceVersion);

    void Set(WatchScope scope, ObservedObject observed);

    void Remove(WatchScope scope, ObservedObject observed);

    /// <summary>Everything up to this version has been delivered.</summary>
    void Advance(WatchScope scope, string resourceVersion);
}
