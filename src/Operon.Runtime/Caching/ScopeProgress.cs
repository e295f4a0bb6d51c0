namespace Operon.Runtime;

/// <summary>How far a scope of an informer has come.</summary>
internal sealed class ScopeProgress(WatchScope scope)
{
    public WatchScope Scope => scope;

    /// <summary>The newest version delivered; null before the initial state.</summary>
    public string? ResourceVersion { get; private set; }

    /// <summary>The same as a number; 0 when it does not compare.</summary>
    public ulong Version { get; private set; }

    /// <summary>Timestamp of the last word from the server.</summary>
    public long HeardAt { get; private set; }

    public void Reach(string resourceVersion, long timestamp)
    {
        ResourceVersion = resourceVersion;
        Version = ResourceVersions.ToNumber(resourceVersion);
        HeardAt = timestamp;
    }
}
