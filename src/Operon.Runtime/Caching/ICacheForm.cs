using System.Text.Json;
using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>One representation of a kind, fed by the watch all its representations share.</summary>
internal interface ICacheForm
{
    /// <summary>Whether metadata-only answers are enough for it.</summary>
    bool IsMetadataOnly { get; }

    /// <summary>Reads the object the reader stands on, and leaves the reader at its end.</summary>
    IKubernetesObject<V1ObjectMeta> Read(ref Utf8JsonReader reader);

    /// <summary>The scopes that are watched from now on; objects of others are let go.</summary>
    void SetScopes(IReadOnlyList<WatchScope> scopes);

    /// <summary>The complete state of a scope.</summary>
    void Replace(WatchScope scope, IReadOnlyList<ObservedObject> items, int form, string resourceVersion);

    /// <summary>One object was written. Returns when, if the object tells of a write that was not known before.</summary>
    DateTime? Set(WatchScope scope, ObservedObject observed, int form);

    void Remove(WatchScope scope, ObservedObject observed, int form);

    /// <summary>Everything up to this version has been delivered.</summary>
    void Advance(WatchScope scope, string resourceVersion);
}
