namespace Operon.Kubernetes;

/// <summary>What happened to an object, as the server reports it.</summary>
public enum WatchEventType
{
    /// <summary>The object is new or started to match the selector.</summary>
    Added,

    /// <summary>The object changed.</summary>
    Modified,

    /// <summary>The object is gone or stopped to match; it carries its last state.</summary>
    Deleted,

    /// <summary>Only the resourceVersion of the object counts: nothing before it will be sent any more.</summary>
    Bookmark,
}

/// <summary>One frame of a watch.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object; for a bookmark only metadata.resourceVersion and annotations are set.</param>
public readonly record struct WatchEvent<T>(WatchEventType Type, T Object);
